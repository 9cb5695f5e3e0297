/** The most typing errors in a text, however long it is. */
const MOST_ERRORS = 3
/** One error in three characters is still the same word; two letters that are swapped count as half of one. */
const ERRORS_PER_CHARACTER = 0.34
const SWAPPED = 0.5
/** Only signs or capitals differ, as in `v10` and `v1.0`: that goes before any typing error. */
const SAME_LETTERS = 0.1
/** The beginning of a single candidate. */
const PREFIX = 1
const LEAST_PREFIX = 2

/** How every suggestion is worded. */
export function didYouMean(meant: string): string {
  return `did you mean '${meant}'?`
}

/** Asks whether the nearest of the candidates was meant; undefined where none is near. */
export function suggestion(text: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(text, candidates)
  return near === undefined ? undefined : didYouMean(near)
}

/**
 * The candidate that text was probably meant to be: it differs in capitals or signs, in a number of typing errors that
 * its length allows (and at most `within`), or text is the beginning of it alone. Undefined when there is none.
 */
export function nearest(
  text: string,
  candidates: Iterable<string>,
  within = MOST_ERRORS,
): string | undefined {
  const wanted = text.toLowerCase()
  const prefixed: string[] = []
  let best: string | undefined
  let least = Infinity
  for (const candidate of candidates) {
    if (candidate === text) continue
    const name = candidate.toLowerCase()
    if (wanted.length >= LEAST_PREFIX && name.startsWith(wanted)) prefixed.push(candidate)
    const most = Math.min(within, Math.max(wanted.length, name.length) * ERRORS_PER_CHARACTER)
    const distance = distanceOf(wanted, name, most)
    if (distance <= most && distance < least) {
      least = distance
      best = candidate
    }
  }
  return least > PREFIX && prefixed.length === 1 ? prefixed[0] : best
}

function distanceOf(a: string, b: string, most: number): number {
  if (a === b) return 0
  const letters = lettersOf(a)
  if (letters.length > 1 && letters === lettersOf(b)) return SAME_LETTERS
  return Math.abs(a.length - b.length) > most ? Infinity : editDistance(a, b)
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}

/** How many characters must be put in, taken out or replaced; neighbours that are swapped are half of one. */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwap ? (before[j - 2] ?? 0) + SWAPPED : Infinity
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
