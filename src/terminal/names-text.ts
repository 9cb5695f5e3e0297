import { printable } from './printable.ts'

/** The most names of one thing that are shown, */
const SHOWN = 2
/** and how much of each: a name of a domain has at most 253 characters, and few have half of these. */
const LONGEST = 60

/** What people call what is at a path, in brackets; empty when the path says it. */
export function namesText(path: string, names: readonly string[] = []): string {
  const steps = path.replace(/\.json$/, '').split('/')
  const more = names.filter((name) => !steps.includes(name))
  if (more.length === 0) return ''
  const rest = more.length - SHOWN
  return `(${[...more.slice(0, SHOWN).map(cut), ...(rest > 0 ? [`+${rest}`] : [])].join(', ')})`
}

function cut(name: string): string {
  const text = printable(name)
  // Not through a character that is made of two.
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1).replace(/\p{Cs}$/u, '')}…` : text
}
