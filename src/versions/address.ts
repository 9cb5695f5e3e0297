/** A version, and with a colon a path in it, as people write them. */
export interface Address {
  /** Empty means HEAD. */
  readonly version: string
  readonly path: string | undefined
}

/** Takes `v1.0:route53/dns-records/shop.json` apart at its first colon; a path may hold more of them. */
export function parseAddress(text: string): Address {
  const colon = text.indexOf(':')
  if (colon === -1) return { version: text, path: undefined }
  return { version: text.slice(0, colon), path: text.slice(colon + 1) }
}
