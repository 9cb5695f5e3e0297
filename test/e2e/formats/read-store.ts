import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson, type Json } from '../../../src/model/canonical-json.ts'
import { digestsBelow, sha256 } from '../folder-digests.ts'
import { jsonLines, type DiffDocument, type ListedEntry } from '../json-contract.ts'
import { jsnap, succeed, type Surroundings } from '../jsnap-command.ts'
import { READ_PATHS } from './estate-to-freeze.ts'

/** What is read from a store: of each output the members that no later jsnap may change. */
export interface Reading {
  readonly versions: readonly VersionReading[]
  /** What changed from each version to the next, the oldest first. */
  readonly changes: readonly (readonly unknown[])[]
}

interface VersionReading {
  readonly id: string
  readonly name: string | null
  readonly message: string
  readonly tree: string
  readonly parent: string | null
  readonly complete: boolean
  readonly problems: readonly unknown[]
  /** Of all lines of `ls --json`. */
  readonly entries: { readonly count: number; readonly sha256: string }
  /** The SHA-256 of what `cat` prints, null where there is no such path. */
  readonly contents: Readonly<Record<string, string | null>>
  readonly secrets: { readonly count: number; readonly sha256: string }
  readonly findings: readonly unknown[]
  /** None in versions of which everything was looked at, and in those made before it was said. */
  readonly notLookedAt?: readonly unknown[]
  /** None in versions of which nothing is to be said, and in those made before it was. */
  readonly notes?: readonly string[]
  /** What was denied and is not covered; none in versions of which nothing is, and in those made before it was said. */
  readonly denied?: readonly unknown[]
  /** Who made it, and what changed meanwhile; none in versions made before it was kept. */
  readonly by?: unknown
  readonly during?: readonly unknown[]
}

interface VersionDocument {
  readonly id: string
  readonly name: string | null
  readonly message: string
  readonly tree: string
  readonly parent: string | null
  readonly complete: boolean
  readonly problems: readonly { readonly path: string; readonly operation: string; readonly code: string }[]
  readonly notLookedAt?: readonly unknown[]
  readonly notes?: readonly string[]
  readonly notCovered: readonly { readonly denied?: unknown }[]
  readonly by?: unknown
  readonly during?: readonly unknown[]
  readonly findings?: {
    readonly listed: readonly { readonly path: string; readonly line: number; readonly rule: string }[]
  }
}

/** Reads everything from the store of a folder with the jsnap of the surroundings. @throws when anything of it fails */
export async function readStore(surroundings: Surroundings): Promise<Reading> {
  await succeed(['fsck', '--full'], surroundings)
  const log = (await succeed(['log', '--json'], surroundings)).json() as { versions: { id: string }[] }
  const versions: VersionReading[] = []
  const changes: unknown[][] = []
  for (const { id } of log.versions.toReversed()) {
    const before = versions.at(-1)
    if (before !== undefined) {
      const diff = (await succeed(['diff', before.id, id, '--json'], surroundings)).json() as DiffDocument
      // The first jsnap does not name what neither version could read.
      changes.push(diff.changes.filter(({ inBoth }) => inBoth !== true).map(changeOf))
    }
    versions.push(await readVersion(id, surroundings))
  }
  return { versions, changes }
}

async function readVersion(address: string, surroundings: Surroundings): Promise<VersionReading> {
  const shown = (await succeed(['show', address, '--json'], surroundings)).json() as VersionDocument
  const { id, name, message, tree, parent, complete, problems, findings } = shown
  const { notLookedAt, notes, notCovered, by, during } = shown
  const denied = notCovered.filter((gap) => gap.denied !== undefined)
  const listed = jsonLines((await succeed(['ls', id, '--json'], surroundings)).stdout) as ListedEntry[]
  const contents: Record<string, string | null> = {}
  for (const path of READ_PATHS) {
    const { exitCode, stdout } = await jsnap(['cat', `${id}:${path}`], surroundings)
    contents[path] = exitCode === 0 ? sha256(stdout) : null
  }
  const { secrets } = (await succeed(['secrets', 'list', id, '--json'], surroundings)).json() as {
    secrets: { path: string; name: string; marker: string }[]
  }
  await expectFiles(id, listed, surroundings)
  return {
    id,
    name,
    message,
    tree,
    parent,
    complete,
    problems: problems.map(({ path, operation, code }) => ({ path, operation, code })),
    entries: { count: listed.length, sha256: sha256(listed.map(lineOf).join('')) },
    contents,
    secrets: {
      count: secrets.length,
      sha256: sha256(secrets.map(({ path, name, marker }) => `${marker} ${name} ${path}\n`).join('')),
    },
    ...(notLookedAt === undefined ? {} : { notLookedAt }),
    ...(notes === undefined ? {} : { notes }),
    ...(denied.length === 0 ? {} : { denied }),
    ...(by === undefined ? {} : { by }),
    ...(during === undefined ? {} : { during }),
    findings: (findings?.listed ?? []).map(({ path, line, rule }) => ({ path, line, rule })),
  }
}

/** Checks the version out, and finds the bytes of every object and file in what was written. */
async function expectFiles(
  id: string,
  listed: readonly ListedEntry[],
  surroundings: Surroundings,
): Promise<void> {
  const target = join(surroundings.cwd, `out-${id.slice(0, 12)}`)
  await succeed(['checkout', id, target, '--verify'], surroundings)
  const written = new Set(digestsBelow(target).values())
  rmSync(target, { recursive: true })
  const lost = listed.filter(({ type, sha256 }) => /^(object|file)$/.test(type) && !written.has(sha256 ?? ''))
  if (lost.length > 0) throw new Error(`checkout did not write ${lost.map(({ path }) => path).join(', ')}`)
}

function lineOf({ path, sha256, size, type, meta }: ListedEntry): string {
  return `${canonicalJson({ path, sha256, size, type, meta: meta as Json })}\n`
}

function changeOf({ type, path, from, before, after }: DiffDocument['changes'][number]): unknown {
  return JSON.parse(JSON.stringify({ type, path, from, before, after }))
}
