import { verb, type OptionsOf } from './verb.ts'

/** `jsnap secrets show` as its user sees it. */
export const secretsShow = verb({
  usage: 'show <version> <paths...>',
  summary: 'print the secret values at a path',
  description: 'Print the secret values at a path, decrypted with an identity.',
  isForReaders: true,
  flags: (command) =>
    command.option('-i, --identity <file>', 'identity that decrypts them (default: where keygen writes it)'),
})

/** What `jsnap secrets show` is run with. */
export type SecretsShowOptions = OptionsOf<typeof secretsShow>
