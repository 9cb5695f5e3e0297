import { elements, elementText, insideRoot, itemsOf, unescapeXml } from '../aws/xml-text.ts'
import type { JsonObject } from '../../model/canonical-json.ts'
import { written } from '../../model/marks.ts'

/** The tags that an answer to GetObjectTagging holds. @throws Error when it is no such answer */
export function parseTags(xml: string): JsonObject {
  const tags = itemsOf(insideRoot(xml, 'Tagging'), 'TagSet', 'Tag').map((tag) => [
    needed(tag, 'Key'),
    elementTextOf(tag, 'Value'),
  ])
  return written(Object.fromEntries(tags.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))) as JsonObject)
}

/**
 * The grants that an answer to GetObjectAcl holds, sorted; undefined when the owner alone has full control, as most
 * objects have it. Display names are left out: they change without the object.
 * @throws Error when it is no such answer
 */
export function parseAcl(xml: string): JsonObject[] | undefined {
  const inside = insideRoot(xml, 'AccessControlPolicy')
  const [owned] = elements(inside, 'Owner')
  if (owned === undefined) throw new Error('the answer has no <Owner>')
  const owner = elementTextOf(owned, 'ID')
  const grants = itemsOf(inside, 'AccessControlList', 'Grant').map((grant) => {
    const grantee =
      elementTextOf(grant, 'URI') || elementTextOf(grant, 'EmailAddress') || elementTextOf(grant, 'ID')
    return { grantee, permission: needed(grant, 'Permission') }
  })
  const [first] = grants
  if (grants.length === 0) return undefined
  if (grants.length === 1 && first?.grantee === owner && first.permission === 'FULL_CONTROL') return undefined
  return grants.sort((a, b) => (`${a.grantee} ${a.permission}` < `${b.grantee} ${b.permission}` ? -1 : 1))
}

function needed(xml: string, name: string): string {
  const text = elementTextOf(xml, name)
  if (text === '') throw new Error(`the answer lacks a <${name}>`)
  return text
}

function elementTextOf(xml: string, name: string): string {
  return unescapeXml(elementText(xml, name) ?? '')
}
