import { collectEach } from './collect-values.ts'
import { NO_PAGER } from './shared-flags.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap find` as its user sees it. */
export const find = verb({
  usage: 'find [patterns...]',
  summary: 'find paths, contents and text across versions',
  description:
    'Find paths, contents and text across all versions. A pattern without a slash is a name, or a glob of one, at any depth. All given conditions must match.',
  isForReaders: true,
  flags: (command) =>
    command
      .option('--path <glob>', 'paths matching the glob, and everything below them; repeatable', collectEach)
      .option('--hash <sha256>', 'content with this SHA-256 or prefix of one')
      .option('--text <regex>', 'text with a line that matches')
      .option('-i, --ignore-case', 'match --text case-insensitively')
      .option('--in <version>', 'search this version only, or those of a range A..B; repeatable', collectEach)
      .option(...NO_PAGER),
  examples: `Examples:
  jsnap find wired-remote.html
  jsnap find '*.css' --in v1.0..v1.1
  jsnap find --path 's3-buckets/*/index.html'
  jsnap find --text 'API_URL' --path lambda --in HEAD`,
})

/** What `jsnap find` is run with. */
export type FindOptions = OptionsOf<typeof find>
