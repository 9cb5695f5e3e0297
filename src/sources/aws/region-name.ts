import { JsnapError } from '../../runtime/errors.ts'
import { nearest, suggestion } from '../../runtime/nearest.ts'

/** Regions by the part before their number, and the numbers that there are (docs.aws.amazon.com/global-infrastructure/latest/regions). */
const KNOWN: Readonly<Record<string, readonly number[]>> = {
  'af-south': [1],
  'ap-east': [1, 2],
  'ap-northeast': [1, 2, 3],
  'ap-south': [1, 2],
  'ap-southeast': [1, 2, 3, 4, 5, 6, 7],
  'ca-central': [1],
  'ca-west': [1],
  'cn-north': [1],
  'cn-northwest': [1],
  'eu-central': [1, 2],
  'eu-isoe-west': [1],
  'eu-north': [1],
  'eu-south': [1, 2],
  'eu-west': [1, 2, 3],
  'eusc-de-east': [1],
  'il-central': [1],
  'me-central': [1],
  'me-south': [1],
  'mx-central': [1],
  'sa-east': [1],
  'us-east': [1, 2],
  'us-gov-east': [1],
  'us-gov-west': [1],
  'us-iso-east': [1],
  'us-iso-west': [1],
  'us-isob-east': [1],
  'us-isob-west': [1],
  'us-isof-east': [1],
  'us-isof-south': [1],
  'us-west': [1, 2],
}
const PARTS = new Set(Object.keys(KNOWN).map((place) => place.replace(/-[a-z]+$/, '')))
/** The names of AWS's regions. */
export const REGION_NAMES: readonly string[] = Object.entries(KNOWN).flatMap(([place, numbers]) =>
  numbers.map((n) => `${place}-${n}`),
)

/** The form of AWS's names. */
const OF_AWS = /^([a-z]{2,4}(?:-[a-z]+)*)-(\d{1,2})$/
/** What such a name ends in before the number: a region that opens tomorrow has one as well. */
const DIRECTION = /-(?:central|(?:north|south)(?:east|west)?|east|west)$/
/** What other servers call a region is a part of no host name, but signed, so it is a plain word. */
const OF_OTHERS = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/

/** What is taken for something else than the name of a region, by whoever is asked. */
const SPECIAL: readonly { readonly names: RegExp; readonly hint: string }[] = [
  { names: /^all$/i, hint: "did you mean '--region all', for all that the account has?" },
  {
    // The SDK takes it for the region without this, and the endpoint for one of FIPS.
    names: /^fips-|-fips$/i,
    hint: 'AWS_USE_FIPS_ENDPOINT=true asks the FIPS endpoints of a region',
  },
]

/**
 * Refuses what can be no region, or is a slip of the pen for one: asked for it, nothing would answer. Other servers
 * (`isElsewhere`) have regions of their own names. `from` says where the name comes from.
 * @throws JsnapError Usage
 */
export function checkRegion(name: string, from: string, isElsewhere: boolean): void {
  if (REGION_NAMES.includes(name)) return
  const special = SPECIAL.find(({ names }) => names.test(name))
  if (special !== undefined)
    throw new JsnapError('Usage', `${from}: '${name}' is not a region`, { hint: special.hint })
  const [, place = ''] = OF_AWS.exec(name) ?? []
  const direction = DIRECTION.exec(place)?.[0] ?? ''
  const isPart = direction !== '' && PARTS.has(place.slice(0, -direction.length))
  const isSlip = place !== '' && !isPart && nearest(place, Object.keys(KNOWN), 1) !== undefined
  const isOwnName = isElsewhere && OF_OTHERS.test(name) && !REGION_NAMES.includes(name.toLowerCase())
  if (!isSlip && (isOwnName || direction !== '')) return
  throw new JsnapError('Usage', `${from}: '${name}' is not a region${isElsewhere ? '' : ' of AWS'}`, {
    hint: suggestion(name, REGION_NAMES) ?? "region names look like 'us-east-1'",
  })
}
