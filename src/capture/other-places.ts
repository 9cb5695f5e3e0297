import { memberOf } from '../model/json-place.ts'
import type { ConfiguredScope } from '../model/scope.ts'

/**
 * What is asked in the scope of a version, with the folders and projects that are configured under a name of the version
 * and are others than there. None of them is captured: the scope says why.
 */
export function withOtherPlaces(
  asked: ConfiguredScope,
  own: ConfiguredScope,
  version: ConfiguredScope,
): ConfiguredScope {
  const { local, gas } = asked
  return {
    ...asked,
    ...(local === undefined
      ? {}
      : {
          local: {
            ...local,
            folders: { ...named(own.local?.folders, version.local?.folders), ...local.folders },
          },
        }),
    ...(gas === undefined ? {} : { gas: { ...named(own.gas, version.gas), ...gas } }),
  }
}

function named<Value>(
  own: Readonly<Record<string, Value>> = {},
  there: Readonly<Record<string, Value>> = {},
): Record<string, Value> {
  return Object.fromEntries(Object.entries(own).filter(([name]) => memberOf(there, name) !== undefined))
}
