import { verb, type OptionsOf } from './verb.ts'

/** `jsnap tag` as its user sees it. */
export const tag = verb({
  usage: 'tag [name] [version]',
  summary: 'name a version, mark it as good, or list the names',
  description:
    'Name a version (default: HEAD), or list the names of versions. A version may have several names; a name never moves. A version that is marked as good is one that is known to have worked: @good is the newest.',
  flags: (command) =>
    command
      .option('-d, --delete', 'remove the name; the version stays')
      .option('--good', 'mark a version as good instead, with -d take the mark away'),
  examples: `Examples:
  jsnap tag v1.0
  jsnap tag before-sale HEAD~2
  jsnap tag -d before-sale
  jsnap tag --good v1.0`,
})

/** What `jsnap tag` is run with. */
export type TagOptions = OptionsOf<typeof tag>
