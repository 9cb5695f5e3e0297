import type { Json } from '../model/canonical-json.ts'
import type { Mark } from './mark.ts'

/** Scheme, who asks, host and port, path, query, fragment. */
const PARTS = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*@)?([^/?#]*)(\/[^?#]*)?(\?[^#]*)?(#.*)?$/is
const HOST = /^(?:(?:[a-z0-9._-]|\$\{stageVariables\.\w+\})+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/
/**
 * What a person calls a place: a word, a version, EventBridge's `*`, API Gateway's `{id}`, `{proxy+}` and
 * `${stageVariables.path}`; also the nothing between two slashes.
 */
const PLAIN_SEGMENT =
  /^(?:[a-z][a-z._-]{0,23}|v[0-9]{1,2}(?:\.[0-9]{1,2})?|\*|\{[A-Za-z]\w{0,31}\+?\}|\$\{stageVariables\.\w+\})?$/
/** Addresses that are not URLs and hold no secret: ARNs, e-mail addresses, telephone numbers. */
const OTHER_ADDRESS = /^(?:arn:.*|[^\s:/@]+@[^\s:/@]+|\+?[0-9 ()-]*)$/
const HIDDEN = '…'

/**
 * A URL as it may be stored. Scheme, host, port and the plain words that its path begins with stay; a URL that has more,
 * where a token may be, becomes the marker of all of it with what stays beside it:
 * `{"$secret": …, "url": "https://host/services/…"}`.
 */
export function markedUrl(name: string, text: string, mark: Mark): Json {
  if (OTHER_ADDRESS.test(text)) return text
  const shown = shownPart(text)
  if (shown === text) return text
  return shown === undefined ? mark(name, text) : { ...mark(name, text), url: shown }
}

/** Undefined for what is not a URL. */
function shownPart(text: string): string | undefined {
  const [, scheme, user, host, path, query, fragment] = PARTS.exec(text) ?? []
  if (scheme === undefined || host === undefined || !HOST.test(host)) return undefined
  const hide = (part: string | undefined, before: string, after: string) =>
    part === undefined ? '' : before + HIDDEN + after
  return `${scheme}${hide(user, '', '@')}${host}${shownPath(path ?? '')}${hide(query, '?', '')}${hide(fragment, '#', '')}`
}

/** After the first hidden segment all are, for a token may be a plain word too where its neighbour is not one. */
function shownPath(path: string): string {
  const segments = path.split('/')
  const hidden = segments.findIndex((segment) => !PLAIN_SEGMENT.test(segment))
  return hidden === -1 ? path : [...segments.slice(0, hidden), HIDDEN].join('/')
}
