import type { JsonObject } from '../../../src/model/canonical-json.ts'
import { textAt } from '../../../src/model/json-place.ts'
import { LIGHTSAIL } from '../../../src/services/lightsail.ts'
import { jsonService, Refusal } from './json-service.ts'
import { nothingFrom } from './nothing-from.ts'

interface Snapshot {
  readonly of: string
  /** How often it is still asked for before it is there. */
  polls: number
  state: 'pending' | 'available' | 'error'
}

/** A Lightsail of instances and their snapshots, served on 127.0.0.1. */
export interface FakeLightsail {
  readonly url: string
  /** The operations in their order, with the region and what they name. */
  readonly calls: readonly string[]
  /** By region and name. */
  readonly snapshots: Map<string, Snapshot>
  /** What becomes of snapshots of an instance that are asked for from now on. */
  fate: (instance: string) => 'available' | 'error' | 'refused' | 'failed' | 'cut' | 'stuck'
}

/** Serves these instances, by region. */
export async function fakeLightsail(
  instances: Readonly<Record<string, readonly string[]>>,
): Promise<FakeLightsail> {
  const nothing = await nothingFrom(LIGHTSAIL.api)
  const calls: string[] = []
  const snapshots = new Map<string, Snapshot>()
  const described = (region: string, name: string, { of, state, polls }: Snapshot): JsonObject => ({
    name,
    fromInstanceName: of,
    location: { regionName: region },
    state,
    progress: state === 'pending' ? `${100 - 10 * polls}%` : '100%',
  })
  const operations: Readonly<Record<string, (input: JsonObject, region: string) => JsonObject | undefined>> =
    {
      GetInstances: (_, region) => ({ instances: (instances[region] ?? []).map((name) => ({ name })) }),
      GetInstanceSnapshots: (_, region) => ({
        instanceSnapshots: [...snapshots]
          .filter(([key]) => key.startsWith(`${region} `))
          .map(([key, snapshot]) => described(region, key.slice(region.length + 1), snapshot)),
      }),
      GetInstanceSnapshot(input, region) {
        const name = textAt('instanceSnapshotName', input)
        const snapshot = snapshots.get(`${region} ${name}`)
        if (snapshot === undefined) throw new Refusal('NotFoundException')
        if (snapshot.state === 'pending' && --snapshot.polls <= 0)
          snapshot.state = fake.fate(snapshot.of) === 'error' ? 'error' : 'available'
        return { instanceSnapshot: described(region, name, snapshot) }
      },
      CreateInstanceSnapshot(input, region) {
        const name = textAt('instanceSnapshotName', input)
        const of = textAt('instanceName', input)
        const fate = fake.fate(of)
        if (fate === 'refused') throw new Refusal('AccessDeniedException')
        if (snapshots.has(`${region} ${name}`)) throw new Refusal('InvalidInputException', 'name is in use')
        if (fate !== 'failed')
          snapshots.set(`${region} ${name}`, { of, polls: fate === 'stuck' ? Infinity : 2, state: 'pending' })
        return fate === 'cut' ? undefined : { operations: [{ id: `op-${of}`, status: 'Started' }] }
      },
      GetOperation: ({ operationId }) => ({
        operation: { id: operationId ?? '', status: 'Failed', errorCode: 'Quota', errorDetails: 'too many' },
      }),
    }
  const url = await jsonService((operation, input, region) => {
    calls.push(`${operation} ${region} ${textAt('instanceSnapshotName', input)}`.trim())
    const answer = operations[operation]
    return answer === undefined ? nothing(operation) : answer(input, region)
  })
  const fake: FakeLightsail = { url, calls, snapshots, fate: () => 'available' }
  return fake
}
