import { canonicalJson, type Json } from '../../model/canonical-json.ts'
import { isList, isNested, isObject } from '../../model/json-place.ts'

/** An item of the one list, and the same of the other, by the places they have there. */
export type Pair = readonly [before: number, after: number]

/** Items are alike when more than this part of their values is in both. */
const ALIKE = 1 / 3
/** What this many have in common identifies none of them; it keeps the time that long lists take in proportion. */
const COMMON = 1000

/** Pairs the items that have most in common: first those that are most alike. Those that hardly are stay alone. */
export function mostAlike(
  before: readonly Json[],
  after: readonly Json[],
  gone: readonly number[],
  came: readonly number[],
): Pair[] {
  const [old, now] = [valuesOf(before, gone), valuesOf(after, came)]
  const [goneWith, cameWith] = [holders(old), holders(now)]
  const candidates = new Map<string, readonly [pair: Pair, likeness: number]>()
  for (const [value, having] of goneWith) {
    const others = cameWith.get(value) ?? []
    if (having.length * others.length > COMMON) continue
    for (const i of having) {
      for (const j of others) {
        const id = `${i} ${j}`
        if (!candidates.has(id)) candidates.set(id, [[i, j], likeness(old.get(i), now.get(j))])
      }
    }
  }
  const taken = { before: new Set<number>(), after: new Set<number>() }
  return [...candidates.values()]
    .filter(([, alike]) => alike > ALIKE)
    .sort(([[i, j], a], [[k, l], b]) => b - a || i - k || j - l)
    .flatMap(([[i, j]]): Pair[] => {
      if (taken.before.has(i) || taken.after.has(j)) return []
      taken.before.add(i)
      taken.after.add(j)
      return [[i, j]]
    })
}

/** The values inside of each item that is an object or a list, with the names that lead there. */
function valuesOf(list: readonly Json[], places: readonly number[]): Map<number, ReadonlySet<string>> {
  return new Map(
    places.flatMap((place): [number, ReadonlySet<string>][] => {
      const thing = list[place]
      return isNested(thing) ? [[place, new Set(leaves(thing, ''))]] : []
    }),
  )
}

/** What is in a list has the place of the list: one text is as good as a list of it, and its order may have no meaning. */
function* leaves(value: Json, place: string): Generator<string, void, undefined> {
  if (isList(value)) for (const thing of value) yield* leaves(thing, place)
  else if (isObject(value)) {
    for (const [name, member = null] of Object.entries(value)) yield* leaves(member, `${place}/${name}`)
  } else yield `${place} ${canonicalJson(value)}`
}

/** The items that each value is in. */
function holders(things: ReadonlyMap<number, ReadonlySet<string>>): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const [place, values] of things) {
    for (const value of values) {
      const places = found.get(value)
      if (places === undefined) found.set(value, [place])
      else places.push(place)
    }
  }
  return found
}

/** From 0, for nothing in common, to 1 for the same (Dice's coefficient). */
function likeness(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): number {
  return (2 * a.intersection(b).size) / (a.size + b.size)
}
