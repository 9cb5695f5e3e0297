import { verb, type OptionsOf } from './verb.ts'

/** `jsnap init` as its user sees it. */
export const init = verb({
  usage: 'init',
  summary: 'create an empty store',
  description: 'Create an empty store.',
  flags: (command) => command,
})

/** What `jsnap init` is run with. */
export type InitOptions = OptionsOf<typeof init>
