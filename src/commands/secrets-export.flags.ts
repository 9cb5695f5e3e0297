import { verb, type OptionsOf } from './verb.ts'

/** `jsnap secrets export` as its user sees it. */
export const secretsExport = verb({
  usage: 'export <version> [file]',
  summary: 'write the sealed secrets, which age can decrypt, to a file or to stdout',
  description:
    'Write the sealed secrets of a version to a file or to stdout. The age tool can decrypt them, too.',
  flags: (command) => command,
})

/** What `jsnap secrets export` is run with. */
export type SecretsExportOptions = OptionsOf<typeof secretsExport>
