import type { CommitOptions } from '../../src/commands/commit.flags.ts'
import { run } from '../../src/commands/commit.ts'
import type { Context } from '../../src/terminal/context.ts'

/** Runs `jsnap commit` with these flags. */
export function commit(flags: Partial<CommitOptions>, context: Context): Promise<number> {
  return run({ tableData: true, secretScan: true, ...flags }, context)
}
