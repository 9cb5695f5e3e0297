import { verb, type OptionsOf } from './verb.ts'

/** `jsnap fsck` as its user sees it. */
export const fsck = verb({
  usage: 'fsck',
  summary: 'check the integrity of the store',
  description: 'Check the integrity of the store.',
  flags: (command) =>
    command
      .option('--full', 'check every byte')
      .option(
        '--repair',
        'rebuild the index, the refs and format.json from the packs, and report what is lost',
      ),
})

/** What `jsnap fsck` is run with. */
export type FsckOptions = OptionsOf<typeof fsck>
