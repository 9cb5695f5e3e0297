/** The names of all sources, as `--only` takes them. */
export async function sourceNames(): Promise<string[]> {
  const { REGISTRY } = await import('../services/registry.ts')
  const sources = await Promise.all(REGISTRY.map(({ load }) => load()))
  return [...new Set(sources.map(({ name }) => name))].sort()
}

/** The names of AWS's regions. */
export async function regionNames(): Promise<readonly string[]> {
  const { REGION_NAMES } = await import('../sources/aws/region-name.ts')
  return REGION_NAMES
}

/** The names of the profiles in the shared files of AWS. */
export async function profileNames(): Promise<string[]> {
  const { parseKnownFiles } = await import('@smithy/core/config')
  // Sections of other kinds have a prefix, as `sso-session.shop`.
  return Object.keys(await parseKnownFiles({})).filter((name) => !name.includes('.'))
}
