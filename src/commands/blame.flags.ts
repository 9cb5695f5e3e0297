import { NO_PAGER } from './shared-flags.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap blame` as its user sees it. */
export const blame = verb({
  usage: 'blame <address>',
  summary: 'show which version set each field of a document',
  description:
    'Show which version set each field of a document. The address is a path, or VERSION:PATH to start from that version.',
  isForReaders: true,
  flags: (command) => command.option(...NO_PAGER),
  examples: `Examples:
  jsnap blame route53/dns-records/sailjada.com.json
  jsnap blame v1.0:lambda/functions/orders/config.json
  jsnap blame E2D7FWNGP8BSH`,
})

/** What `jsnap blame` is run with. */
export type BlameOptions = OptionsOf<typeof blame>
