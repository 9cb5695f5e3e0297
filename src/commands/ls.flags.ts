import { verb, type OptionsOf } from './verb.ts'

/** `jsnap ls` as its user sees it. */
export const ls = verb({
  usage: 'ls [version] [paths...]',
  summary: 'list the paths of a version',
  description:
    'List the paths of a version (default: HEAD). On a terminal, and with -l, what people call a resource is shown beside a path that does not say it. A name, an id or an ARN stands for the paths of what is called so.',
  isForReaders: true,
  flags: (command) => command.option('-l, --long', 'show type, size and hash'),
  examples: `Examples:
  jsnap ls v1.0
  jsnap ls -l v1.0:s3-buckets/qos-prod-site
  jsnap ls -l www.sailjada.com`,
})

/** What `jsnap ls` is run with. */
export type LsOptions = OptionsOf<typeof ls>
