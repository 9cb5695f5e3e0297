import { SOURCES } from '../../services/services.ts'

const covered = new Set(
  SOURCES.flatMap(({ types = {} }) => Object.entries(types)).flatMap(([service, kinds]) =>
    kinds.split(/\s+/).map((kind) => (kind === '' ? service : `${service}:${kind}`)),
  ),
)

/** Says whether resources of a type, as `lambda:function`, are captured. */
export function isCovered(type: string): boolean {
  return covered.has(type)
}
