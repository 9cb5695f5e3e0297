import { elements, elementText, unescapeXml } from '../aws/xml-text.ts'
import type { JsonObject } from '../../model/canonical-json.ts'
import { written } from '../../model/marks.ts'

/** The tags that an answer to GetObjectTagging holds. */
export function parseTags(xml: string): JsonObject {
  const tags = elements(xml, 'Tag').map((tag) => [textOf(tag, 'Key'), textOf(tag, 'Value')])
  return written(Object.fromEntries(tags.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))) as JsonObject)
}

/**
 * The grants that an answer to GetObjectAcl holds, sorted; undefined when the owner alone has full control, as most
 * objects have it. Display names are left out: they change without the object.
 */
export function parseAcl(xml: string): JsonObject[] | undefined {
  const owner = textOf(elements(xml, 'Owner')[0] ?? '', 'ID')
  const grants = elements(xml, 'Grant').map((grant) => {
    const grantee = textOf(grant, 'URI') || textOf(grant, 'EmailAddress') || textOf(grant, 'ID')
    return { grantee, permission: textOf(grant, 'Permission') }
  })
  const [first] = grants
  if (grants.length === 0) return undefined
  if (grants.length === 1 && first?.grantee === owner && first.permission === 'FULL_CONTROL') return undefined
  return grants.sort((a, b) => (`${a.grantee} ${a.permission}` < `${b.grantee} ${b.permission}` ? -1 : 1))
}

function textOf(xml: string, name: string): string {
  return unescapeXml(elementText(xml, name) ?? '')
}
