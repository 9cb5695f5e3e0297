import { verb, type OptionsOf } from './verb.ts'

/** `jsnap secrets list` as its user sees it. */
export const secretsList = verb({
  usage: 'list [version] [paths...]',
  summary: 'list where a version has secret values',
  description: 'List where a version (default: HEAD) has secret values.',
  flags: (command) => command,
})

/** What `jsnap secrets list` is run with. */
export type SecretsListOptions = OptionsOf<typeof secretsList>
