import type { Problem } from '../model/commit.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { problemGroups, type ProblemGroup } from '../model/problem-groups.ts'
import { printable } from './printable.ts'
import { quotePath } from './quote-path.ts'

/** A line for each group of problems that are alike. */
export function problemLines(problems: readonly Problem[]): string[] {
  return problemGroups(problems).map(line)
}

function line({ path, paths, operation, operations, code, message }: ProblemGroup): string {
  const where = `${quotePath(path)}${others(paths - 1, 'other path')}`
  const what = `${printable(operation)}${others(operations - 1, 'other operation')}`
  // The messages of the system begin with the code.
  const rest = message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message
  return `${where}: ${what}: ${printable(code)}${rest === code || rest === '' ? '' : `: ${printable(rest)}`}`
}

function others(count: number, noun: string): string {
  return count === 0 ? '' : ` and ${formatCountOf(count, noun)}`
}
