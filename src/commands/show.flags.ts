import { verb, type OptionsOf } from './verb.ts'

/** `jsnap show` as its user sees it. */
export const show = verb({
  usage: 'show [version]',
  summary: 'show a version, or the entry at VERSION:PATH',
  description: 'Show a version (default: HEAD), or the entry at VERSION:PATH without its content.',
  isForReaders: true,
  flags: (command) => command,
  examples: `Examples:
  jsnap show v1.0
  jsnap show v1.0:s3-buckets/shop/index.html
  jsnap show v1.0:www.sailjada.com`,
})

/** What `jsnap show` is run with. */
export type ShowOptions = OptionsOf<typeof show>
