import type { JsonObject } from '../../model/canonical-json.ts'
import { textAt } from '../../model/json-place.ts'

/** Makes the last part of the ARN at a place: of `arn:aws:sns:us-east-1:1:orders` it is `orders`. */
export function lastOfArn(place: string): (item: JsonObject) => string {
  return (item) => textAt(place, item).split(/[:/]/).at(-1) ?? ''
}

/** The region that an ARN names; empty for what is in none. */
export function regionOfArn(arn: string): string {
  return arn.split(':')[3] ?? ''
}
