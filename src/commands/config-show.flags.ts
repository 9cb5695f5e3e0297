import { verb, type OptionsOf } from './verb.ts'

/** `jsnap config show` as its user sees it. */
export const configShow = verb({
  usage: 'show',
  summary: 'print the configuration',
  description: 'Print the configuration.',
  isForReaders: true,
  flags: (command) => command.option('--effective', 'include the defaults, among them the rules for secrets'),
})

/** What `jsnap config show` is run with. */
export type ConfigShowOptions = OptionsOf<typeof configShow>
