import { collectEach } from './collect-values.ts'
import { NO_PAGER } from './shared-flags.ts'
import { verb, type OptionsOf } from './verb.ts'

/** `jsnap query` as its user sees it. */
export const query = verb({
  usage: 'query [sql]',
  summary: 'run an SQL query over one version or over all',
  description: 'Run a read-only SQL query over one version, or over all of them.',
  isForReaders: true,
  flags: (command) =>
    command
      .option(
        '--in <version>',
        'query this version (default: HEAD), or those of a range A..B; repeatable',
        collectEach,
      )
      .option('--version <version>', 'the same, of one version')
      .option('--all', 'query all versions; the column version identifies them')
      .option(
        '--csv',
        'print CSV for spreadsheets; text that would run as a formula is prefixed with an apostrophe',
      )
      .option('--tables', 'list the tables and their columns, with examples')
      .option(...NO_PAGER),
  examples: `Examples:
  jsnap query "SELECT name, runtime FROM functions WHERE memory > 256"
  jsnap query --all "SELECT version, count(*) FROM objects GROUP BY version"`,
})

/** What `jsnap query` is run with. */
export type QueryOptions = OptionsOf<typeof query>
