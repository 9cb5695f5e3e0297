import { verb, type OptionsOf } from './verb.ts'

/** `jsnap cat` as its user sees it. */
export const cat = verb({
  usage: 'cat <address>',
  summary: 'print the content at VERSION:PATH',
  description: 'Print the content at VERSION:PATH, byte for byte.',
  isForReaders: true,
  flags: (command) => command,
  examples: `Examples:
  jsnap cat v1.0:s3-buckets/shop/index.html`,
})

/** What `jsnap cat` is run with. */
export type CatOptions = OptionsOf<typeof cat>
