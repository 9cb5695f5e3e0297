import type { Refs } from './refs.ts'

/** The most names that are listed. */
const SHOWN = 5

/** Says in what refs differ from those that the last record made, and where that is what an older jsnap does, so. */
export function differenceOf(recorded: Refs, found: Refs): string {
  const added = [...found.names.keys()].filter((name) => !recorded.names.has(name))
  const removed = [...recorded.names.keys()].filter((name) => !found.names.has(name))
  const moved = [...recorded.names]
    .filter(([name, id]) => (found.names.get(name) ?? id) !== id)
    .map(([name]) => name)
  const hasNewHead = recorded.head !== found.head
  const said = [
    ...(hasNewHead ? ['HEAD is a different version'] : []),
    ...(added.length > 0 ? [`${listOf(added)} is new`] : []),
    ...(removed.length > 0 ? [`${listOf(removed)} is missing`] : []),
    ...(moved.length > 0 ? [`${listOf(moved)} is a different version`] : []),
  ]
  const what = said.length === 0 ? 'the order of names differs' : said.join(', ')
  return hasNewHead && removed.length + moved.length === 0
    ? `${what}; a commit by an older jsnap, which keeps no records, leaves this; 'jsnap fsck --repair' keeps its versions`
    : what
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => `'${name}'`)
  return names.length > SHOWN ? `${shown.join(', ')} and ${names.length - SHOWN} more` : shown.join(', ')
}
