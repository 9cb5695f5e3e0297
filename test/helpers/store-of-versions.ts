import { join } from 'node:path'
import type { Json } from '../../src/model/canonical-json.ts'
import { readableJson } from '../../src/model/canonical-json.ts'
import type { Commit } from '../../src/model/commit.ts'
import { Store } from '../../src/store/store.ts'
import type { Version } from '../../src/versions/version.ts'
import { makeVersion, type Made } from '../checkout/make-version.ts'
import { scratchFolder } from './scratch.ts'
import { TEST_USER } from './test-user.ts'

/** A configuration document at a path. */
export function config(path: string, document: Json, rest: Partial<Made> = {}): Made {
  return { path, type: 'config', content: readableJson(document), ...rest }
}

/** A folder with a store of versions v1.0, v1.1, … that follow each other, an hour apart. */
export async function storeOfVersions(
  ...versions: readonly { readonly made: readonly Made[]; readonly about?: Partial<Commit> }[]
): Promise<{ readonly folder: string; readonly store: Store; readonly versions: readonly Version[] }> {
  const folder = scratchFolder()
  const store = Store.init(join(folder, '.jsnap'), { user: TEST_USER })
  const chain: Version[] = []
  for (const [i, { made, about }] of versions.entries()) {
    const name = `v1.${i}`
    const parent = chain.at(-1)?.id ?? null
    const time = `2026-11-23T${String(10 + i)}:00:00.000Z`
    chain.push(await makeVersion(store, made, { name, message: name, parent, time, ...about }))
  }
  return { folder, store, versions: chain }
}
