/** A section of the shared AWS files. */
type Section = Readonly<Record<string, string | undefined>>

/** A setting of an AWS profile, or of the one that the environment selects; undefined when no file has it. */
export async function profileSetting(
  profile: string | undefined,
  select: (section: Section, files: Readonly<Record<string, Section>>) => string | undefined,
): Promise<string | undefined> {
  const { loadConfig } = await import('@smithy/core/config')
  const load = loadConfig<string | undefined>(
    {
      environmentVariableSelector: () => undefined,
      configFileSelector: (section, files = {}) => select(section, files),
      default: undefined,
    },
    profile === undefined ? {} : { profile },
  )
  return load()
}
