/** A version, and with a colon a path in it, as people write them. */
export interface Address {
  /** Empty means HEAD. */
  readonly version: string
  readonly path: string | undefined
}

/**
 * Takes `v1.0:route53/dns-records/shop.json` apart: the version is read first, with a time in `@{…}` as one token, and
 * ends at the first colon; a path may hold more of them. An ARN is a path, of HEAD.
 */
export function parseAddress(text: string): Address {
  if (text.startsWith('arn:')) return { version: '', path: text }
  const [version = ''] = /^(?:@\{[^}]*\}|[^:])*/.exec(text) ?? []
  return { version, path: version.length === text.length ? undefined : text.slice(version.length + 1) }
}

/** Takes `A..B` apart, where a side that is left out is HEAD; undefined for what has no two dots, or dots that are part of a path. */
export function parseRange(text: string): readonly [from: string, to: string] | undefined {
  const found = /^((?:@\{[^}]*\}|[^:/.]|\.(?!\.)|\/(?=.*\.\.))*?)\.\.((?:@\{[^}]*\}|[^:])*)$/.exec(text)
  if (found === null || text === '..') return undefined
  const [, from = '', to = ''] = found
  return [from === '' ? 'HEAD' : from, to === '' ? 'HEAD' : to]
}
