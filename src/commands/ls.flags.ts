import { verb, type OptionsOf } from './verb.ts'

/** `jsnap ls` as its user sees it. */
export const ls = verb({
  usage: 'ls [version] [paths...]',
  summary: 'list the paths of a version',
  description: 'List the paths of a version (default: HEAD).',
  isForReaders: true,
  flags: (command) => command.option('-l, --long', 'show type, size and hash'),
  examples: `Examples:
  jsnap ls v1.0
  jsnap ls -l v1.0:s3-buckets/qos-prod-site`,
})

/** What `jsnap ls` is run with. */
export type LsOptions = OptionsOf<typeof ls>
