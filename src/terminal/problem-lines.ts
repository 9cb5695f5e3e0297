import type { Problem } from '../model/commit.ts'
import { formatCountOf } from '../model/format-count.ts'
import { printable } from './printable.ts'
import { quotePath } from './quote-path.ts'

/** A line for each problem; those that one path has for one reason share it, as when a whole bucket is denied. */
export function problemLines(problems: readonly Problem[]): string[] {
  const groups = new Map<string, Problem[]>()
  for (const problem of problems) {
    const key = JSON.stringify([problem.path, problem.code])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [problem])
    else group.push(problem)
  }
  return [...groups.values()].map(groupLine)
}

function groupLine([first, ...more]: readonly Problem[]): string {
  if (first === undefined) return ''
  const { path, operation, code, message } = first
  const others = more.length === 0 ? '' : ` and ${formatCountOf(more.length, 'other operation')}`
  return `${quotePath(path)}: ${operation}${others}: ${code}${message === code || message === '' ? '' : `: ${printable(message)}`}`
}
