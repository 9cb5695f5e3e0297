import { formatCountOf } from '../../runtime/format-count.ts'
import type { Layout } from '../../services/layout.ts'
import { formatBytes } from '../../terminal/format-bytes.ts'
import type { Change } from '../compare/change.ts'

/** What was added or removed as a whole: a function with its files, a bucket with its objects. */
export interface WholeThing {
  readonly type: 'added' | 'removed'
  /** Ends in `/`. */
  readonly path: string
  readonly changes: readonly Change[]
  /** Sum of the sizes. */
  readonly bytes: number
}

/** Says whether the version that lacks something has nothing below a folder. */
export type IsNowhere = (folder: string, type: WholeThing['type']) => boolean

/** A change, or several that are one to people. */
export type Told = Change | WholeThing

/** Says whether it is several changes. */
export function isWhole(told: Told): told is WholeThing {
  return 'changes' in told
}

/** How much it is. */
export function wholeText(paths: number, bytes: number): string {
  return `${formatCountOf(paths, 'path')}, ${formatBytes(bytes)}`
}

/** Gathers what was added or removed as a whole. */
export function withWholeThings(
  changes: readonly Change[],
  layout: Layout,
  isNowhere: IsNowhere,
): readonly Told[] {
  const told: Told[] = []
  for (let i = 0; i < changes.length;) {
    const run = runAt(changes, i, layout)
    const whole =
      run !== undefined && run.changes.length > 1 && isNowhere(run.path, run.type) ? run : undefined
    const end = i + (run?.changes.length ?? 1)
    if (whole !== undefined) told.push(whole)
    // One by one: there may be more than a call takes arguments.
    else for (const change of changes.slice(i, end)) told.push(change)
    i = end
  }
  return told
}

/** The changes from one on that are of one kind and in one folder. */
function runAt(changes: readonly Change[], start: number, layout: Layout): WholeThing | undefined {
  const first = changes[start]
  const path = first === undefined ? undefined : folderOf(first.path, layout)
  const type = first?.type
  if (path === undefined || (type !== 'added' && type !== 'removed')) return undefined
  let end = start + 1
  while (changes[end]?.type === type && changes[end]?.path.startsWith(path) === true) end++
  const run = changes.slice(start, end)
  const bytes = run.reduce((sum, { before, after }) => sum + ((after ?? before)?.size ?? 0), 0)
  return { type, path, changes: run, bytes }
}

/** The folder of what a path is a part of; undefined of what stands alone. */
function folderOf(path: string, layout: Layout): string | undefined {
  const [top = '', name = ''] = path.split('/')
  const folder = layout.namesIn(top) === undefined ? layout.thingOf(path).path : `${top}/${name}`
  return path.startsWith(`${folder}/`) ? `${folder}/` : undefined
}
