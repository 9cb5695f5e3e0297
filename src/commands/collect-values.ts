import { InvalidArgumentError } from 'commander'

/** Of a flag that may be repeated, and may have a list with commas. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), ...value.split(',').filter((part) => part !== '')]
}

/** As `collect`, but a name that is empty stays, so that it is refused. */
export function collectRegions(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), ...value.split(',')]
}

/** As `collect`, of a flag that stands for all when it names none. */
export function collectSome(
  value: string,
  previous: true | readonly string[] | undefined,
): true | readonly string[] {
  const names = collect(value, previous === true ? undefined : previous)
  if (names.length === 0) throw new InvalidArgumentError('contains no names')
  return names
}

/** Of a flag that may be repeated, and whose value may have commas in it. */
export function collectEach(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value]
}
