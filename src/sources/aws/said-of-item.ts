import { canonicalJson, type Json, type JsonObject } from '../../model/canonical-json.ts'
import { digestOf } from '../../model/digest.ts'
import { isList, isObject } from '../../model/json-place.ts'
import type { Resource } from '../../services/declaration/declaration.ts'
import type { Normalise } from './normal-document.ts'

/** Names of members that change with the item, and only then. */
const REVISION =
  /^(?:e_?tag|revision_?id|lock_?token|code_?sha_?256|default_?version_?id|last_?(?:modified|modification|updated?|changed)_?(?:date_?time|date|time|at|on|timestamp)?|(?:alarm_?configuration_?)?updated?_?(?:date_?time|date|time|at|on|timestamp))$/i

/** Of members that are in no document, those that change with what goes on. */
const VOLATILE = /(?:time|timestamp|date|at|status|state)$/i

/** What a list says of an item: its times and revisions, and all else but what is volatile. */
export function saidOfItem({ keep }: Resource, item: JsonObject, normalise: Normalise): ReadonlySet<string> {
  const isSteady = (name: string) => keep === undefined || keep.includes(name) || !VOLATILE.test(name)
  const steady = Object.fromEntries(Object.entries(item).filter(([name]) => isSteady(name)))
  const said = new Set<string>([digestOf(canonicalJson(normalise(steady)))])
  collectRevisions('', item, said)
  return said
}

function collectRevisions(place: string, value: Json, said: Set<string>): void {
  if (isList(value)) for (const [i, one] of value.entries()) collectRevisions(`${place}.${i}`, one, said)
  if (!isObject(value)) return
  for (const [name, member = null] of Object.entries(value)) {
    if (REVISION.test(name)) said.add(`${place}.${name} ${canonicalJson(member)}`)
    else collectRevisions(`${place}.${name}`, member, said)
  }
}
