import { orNull, type Check } from './shape.ts'

/** Who made a version, and where; null where it is not known. */
export interface Maker {
  /** Whose the credentials were, as STS says it: `arn:aws:sts::123456789012:assumed-role/deploy/ci`. */
  readonly arn: string | null
  /** The user of the operating system. */
  readonly user: string | null
  /** The name of the machine. */
  readonly host: string | null
}

/** ARNs of IAM have at most so many characters, and names of users and hosts far fewer. */
const LONGEST = 2048

/** A text of somebody else, where it can be one of these names; no more is kept of it, or believed. */
export function makerName(text: string | undefined): string | null {
  return text === undefined || text === '' || text.length > LONGEST ? null : text
}

/** Says whether a value is one of these names. */
export const isMakerName: Check = orNull((value) => typeof value === 'string' && makerName(value) !== null)

/** Who made a version, in few words: `deploy/ci on build-7`; undefined where nothing is known. */
export function makerText({ arn, user, host }: Maker): string | undefined {
  const who = (arn === null ? undefined : callerName(arn)) ?? user
  if (host === null) return who ?? undefined
  return `${who ?? 'somebody'} on ${host}`
}

/** All that is known of who made a version: the whole ARN, and the user on the machine. */
export function wholeMakerText({ arn, user, host }: Maker): string | undefined {
  const there = host === null ? (user ?? '') : `${user ?? ''} on ${host}`.trim()
  const known = [arn ?? '', there].filter((text) => text !== '')
  return known.length === 0 ? undefined : known.join(', ')
}

/** `deploy/ci` of a role and its session, `anna` of a user. */
function callerName(arn: string): string {
  const resource = arn.split(':').slice(5).join(':')
  const [, kind = '', name = ''] = /^(assumed-role|federated-user|user|role)\/(.+)$/s.exec(resource) ?? []
  if (name === '') return resource === '' ? arn : resource
  // The roles of IAM Identity Center are named by it: what people chose is in the middle.
  if (kind === 'assumed-role') return name.replace(/^AWSReservedSSO_(.+)_[0-9a-f]{16}(?=\/)/, '$1')
  return kind === 'user' ? name.slice(name.lastIndexOf('/') + 1) : name
}
