import { beforeAll, expect, test } from 'vitest'
import { documentChanges } from '../../../src/diff/document/document-changes.ts'
import { listRule } from '../../../src/diff/document/list-rule.ts'
import type { Json, JsonObject } from '../../../src/model/canonical-json.ts'
import { isList, isObject } from '../../../src/model/json-place.ts'
import type { DocumentLists } from '../../../src/services/declaration/lists.ts'
import { SERVICES } from '../../../src/services/services.ts'
import { captureGenerated } from '../../sources/aws/capture-generated.ts'
import { applyDetails } from './apply-details.ts'
import { listsOf } from '../lists-of.ts'

const documents: { readonly document: JsonObject; readonly lists: DocumentLists }[] = []

/** What the documents of all services can have: the models of the SDK say it. */
beforeAll(async () => {
  for (const service of SERVICES) {
    const generated = await captureGenerated(service, { time: new Date(0), canary: '' })
    for (const [path, text] of generated.documents)
      if (path.endsWith('.json'))
        documents.push({ document: JSON.parse(text) as JsonObject, lists: listsOf(path) })
  }
}, 60_000)

/** A value whose lists without order are turned around. */
function turned(value: Json, names: readonly string[], lists: DocumentLists): Json {
  if (isList(value)) {
    const things = value.map((thing) => turned(thing, names, lists))
    return listRule(names, lists).ordered === true ? things : things.reverse()
  }
  if (!isObject(value)) return value
  const members = Object.entries(value).map(([name, member = null]) => [
    name,
    turned(member, [...names, name], lists),
  ])
  return Object.fromEntries(members.reverse()) as JsonObject
}

test('no document of a service changes when its lists without order, and its members, are turned around', () => {
  for (const { document, lists } of documents)
    expect(documentChanges(document, turned(document, [], lists), lists)).toEqual([])
})

/** A value whose text of this number is another one. */
function changed(value: Json, number: { left: number }): Json {
  if (isList(value)) return value.map((thing) => changed(thing, number))
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, member = null]) => [name, changed(member, number)])
    return Object.fromEntries(members) as JsonObject
  }
  return typeof value === 'string' && number.left-- === 0 ? `${value} changed` : value
}

test('a text that changes anywhere in a document of a service is one change, or makes its thing another one', () => {
  for (const [i, { document, lists }] of documents.entries()) {
    const texts = JSON.stringify(document).split(':"').length - 1
    if (texts === 0) continue
    const after = turned(changed(document, { left: (i * 7919) % texts }), [], lists)
    const details = documentChanges(document, after, lists)
    expect([1, 2]).toContain(details.length)
    expect(documentChanges(applyDetails(document, details), after, lists)).toEqual([])
  }
})
