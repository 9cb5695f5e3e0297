import type { JsonObject } from '../../model/canonical-json.ts'
import type { Mark } from '../mark.ts'

/** Parts of a path that say what is called and not who may: words, and versions as `v1`. */
const PLAIN_SEGMENT = /^([a-z]+([._-][a-z]+)*|v\d{1,3})$/
const LONGEST_PLAIN = 24

/**
 * A URL whose host and plain words are kept, and whose other parts, in which tokens may be, stand behind one marker; as
 * it is when it has none of these, or is no web address at all.
 */
export function withoutSecrets(text: string, name: string, mark: Mark): string | JsonObject {
  if (!/^https?:/i.test(text)) return text
  if (!URL.canParse(text)) return mark(name, text)
  const url = new URL(text)
  const segments = url.pathname.split('/')
  const shown = segments.map((segment) => (isPlain(segment) ? segment : '…'))
  const isHidden =
    url.username + url.password + url.search + url.hash !== '' ||
    shown.some((segment, i) => segment !== segments[i])
  if (!isHidden) return text
  return { ...mark(name, text), url: `${url.protocol}//${url.host}${shown.join('/')}` }
}

function isPlain(segment: string): boolean {
  return segment === '' || (segment.length <= LONGEST_PLAIN && PLAIN_SEGMENT.test(segment))
}
