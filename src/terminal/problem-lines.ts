import type { Problem } from '../model/commit.ts'
import { formatCountOf } from '../model/format-count.ts'
import { printable } from './printable.ts'
import { quotePath } from './quote-path.ts'

/**
 * A line for each problem. Those that one path has for one reason share it, as when a whole bucket is denied, and so do
 * those that the paths of one folder have alike, as when a call is denied for every distribution.
 */
export function problemLines(problems: readonly Problem[]): string[] {
  const ofPaths = grouped(problems, ({ path, code }) => [path, code])
  const alike = grouped(ofPaths, ([first, ...more]) => [
    folderOf(first.path),
    first.code,
    first.operation,
    ...more.map(({ operation }) => operation),
  ])
  return alike.map(line)
}

/** So many lines stand below the output of a command. */
const MOST = 20

/** The first of these lines, as they stand below a heading, and what `more` says of how many others there are. */
export function firstProblemLines(problems: readonly Problem[], more: (others: number) => string): string[] {
  const lines = problemLines(problems)
  const others = lines.length - MOST
  return [...lines.slice(0, MOST), ...(others > 0 ? [more(others)] : [])].map((line) => `  ${line}`)
}

type Group<T> = readonly [T, ...(readonly T[])]

function line([problems, ...paths]: Group<Group<Problem>>): string {
  const { path, operation, code, message } = problems[0]
  // A call fails in one region and then in the next.
  const operations = new Set(problems.map((problem) => problem.operation))
  const where = `${quotePath(path)}${others(paths.length, 'other path')}`
  const what = `${operation}${others(operations.size - 1, 'other operation')}`
  // The messages of the system begin with the code.
  const rest = message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message
  return `${where}: ${what}: ${code}${rest === code || rest === '' ? '' : `: ${printable(rest)}`}`
}

function others(count: number, noun: string): string {
  return count === 0 ? '' : ` and ${formatCountOf(count, noun)}`
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => readonly string[]): Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const key = JSON.stringify(keyOf(item))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups.values()]
}

/** The folder of a kind of things: things may be folders themselves. */
function folderOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, 2).join('/')
}
