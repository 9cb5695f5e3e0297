import { createHmac, createSecretKey } from 'node:crypto'
import type { Mark } from '../sources/mark.ts'

/** Of the 64 hex digits of the HMAC; two values do not meet in 128 bits. */
const DIGITS = 32

/**
 * Marks secret values with a keyed HMAC-SHA256 of the name and the value: equal values under one name have equal
 * markers, and without the key nobody can try out values.
 */
export function secretMarker(key: Buffer): Mark {
  // A key in bytes is made an object of each time, which takes six times as long as the HMAC.
  const object = createSecretKey(key)
  return (name, value) => {
    const digest = createHmac('sha256', object).update(name).update('\0').update(value).digest('hex')
    return { $secret: `hmac-sha256:${digest.slice(0, DIGITS)}` }
  }
}
