/** The region that follows the name of what is not in the primary one, as in a path `…/orders@us-west-2.json`. */
export const REGION_SUFFIX = '@((?:[a-z]{2}|eusc)(?:-[a-z]+)+-[0-9]+)'

/** The region that a name ends in. */
export const REGION_AT_END = new RegExp(`${REGION_SUFFIX}$`)

/** The region that a name ends in which is a folder of a path, or all of it. */
export const REGION_OF_SEGMENT = new RegExp(`(?<=[^/])${REGION_SUFFIX}(?=/|$)`)
