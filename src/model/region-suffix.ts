/** A name as it is in a path, and the region that follows it there. */
export interface RegionalName {
  readonly name: string
  readonly region: string
}

/** AWS's names of regions are known by their form, also where nobody asked for them. */
const OF_AWS = /^(.*)@((?:[a-z]{2}|eusc)(?:-[a-z]+)+-[0-9]+)$/s

/** Takes a name apart that ends in a region, as `orders@us-west-2`: one of those that were asked, or of AWS. */
export function regionAtEnd(text: string, asked: readonly string[]): RegionalName | undefined {
  const own = asked.find((region) => text.endsWith(`@${region}`))
  if (own !== undefined) return { name: text.slice(0, -own.length - 1), region: own }
  const [, name, region] = OF_AWS.exec(text) ?? []
  return name === undefined || region === undefined ? undefined : { name, region }
}

/** The same of a path, in which one of the folders, or the last name, has the region. */
export function regionInPath(path: string, asked: readonly string[]): RegionalName | undefined {
  const segments = path.split('/')
  for (const [i, segment] of segments.entries()) {
    const found = regionAtEnd(segment, asked)
    if (found !== undefined && found.name !== '')
      return { name: segments.with(i, found.name).join('/'), region: found.region }
  }
  return undefined
}
