import type { JsonObject } from '../../model/canonical-json.ts'
import type { Lists } from './lists.ts'

/** What of a service's answers goes into a document, and how; places as `PlacePattern` has them. */
export interface Rules {
  /** Volatile fields, and those that repeat something else. */
  readonly drop?: readonly string[]
  /** Times that are kept: somebody has set them, or they say since when or how long something holds. All others are volatile. */
  readonly keptTimes?: readonly string[]
  /** What the SDK's model calls sensitive, and is not a secret: what people wrote for people, and whom they notify. */
  readonly keptSensitive?: readonly string[]
  /** Says where a field is volatile that elsewhere is not: asked of the object that it is in, and of those around, the nearest first. */
  readonly dropWhen?: Readonly<Record<string, Condition>>
  /** Values that are secret; a map's or a list's values each, also of one that is JSON in text. */
  readonly secret?: readonly string[]
  /** Says which members of an object are secret, by what else is in it. */
  readonly secretMembers?: Readonly<Record<string, (object: JsonObject) => readonly string[]>>
  /** URLs in which tokens may be: host and plain words stay. A map's or a list's values each. */
  readonly secretUrl?: readonly string[]
  /** Bytes that are text; what is not one becomes `{base64}`. */
  readonly bytesOfText?: readonly string[]
  /** Text that holds JSON, or what it would hold. Policies among it have their sets in order. */
  readonly json?: readonly string[]
  /** The same, URL-encoded. */
  readonly urlJson?: readonly string[]
  /** What identifies the items of lists. Of a list that is not here the order counts. */
  readonly lists?: Lists
}

/** Asked of the object that a member is in, and of those around, the nearest first. */
export type Condition = (holder: JsonObject, ...parents: JsonObject[]) => boolean

/** What holds for every service. */
export const EVERYWHERE: Rules = {
  drop: ['**.$metadata', '**.ResponseMetadata'],
  lists: {
    '**.Tags': { by: ['Key', 'key'], noun: 'tag', sortedBy: 'Key' },
    '**.tags': { by: ['Key', 'key'], noun: 'tag' },
    '**.TagList': { by: 'Key', noun: 'tag' },
    '**.SubnetIds': '',
    '**.SecurityGroupIds': '',
  },
}
