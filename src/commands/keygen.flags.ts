import { verb, type OptionsOf } from './verb.ts'

/** `jsnap keygen` as its user sees it. */
export const keygen = verb({
  usage: 'keygen [file]',
  summary: 'generate an identity for sealed secrets, and print its recipient',
  description:
    'Generate an identity that decrypts sealed secrets, and print its recipient, which they are sealed for.',
  flags: (command) => command.option('-o, --output <file>', 'the same as [file], as in age-keygen'),
})

/** What `jsnap keygen` is run with. */
export type KeygenOptions = OptionsOf<typeof keygen>
