import { verb, type OptionsOf } from './verb.ts'

/** `jsnap checkout` as its user sees it. */
export const checkout = verb({
  usage: 'checkout <version> <target> [paths...]',
  summary: 'write a version as files',
  description: 'Write a version, or some paths of it, as files into a target folder.',
  flags: (command) =>
    command
      .option('-f, --force', 'write into a folder that is not empty; identical files are left alone')
      .option(
        '--replace',
        'like --force; also replace folders by files, removing everything in them, and files by folders',
      )
      .option('--verify', 'read everything back after writing it'),
  examples: `Examples:
  jsnap checkout v1.0 ./out
  jsnap checkout v1.0 ./out s3-buckets/qos-prod-site
  jsnap checkout v1.0 ./out www.sailjada.com`,
})

/** What `jsnap checkout` is run with. */
export type CheckoutOptions = OptionsOf<typeof checkout>
