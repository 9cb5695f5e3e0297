import type { Problem } from '../model/commit.ts'
import { digestOf, type Digest } from '../model/digest.ts'
import type { Sink, Source } from '../sources/source.ts'
import { documentBytes, type SecretKeeping } from './keep-secrets.ts'
import type { Selection } from './selection.ts'

/** What an account has now: as a capture would find it, of which no content is read and nothing is stored. */
export interface DryCapture {
  /** What was found by path: the digest of a document, null of what would have to be read. */
  readonly found: ReadonlyMap<string, Digest | null>
  /** The prefixes below which contents have members, which only reading would show. */
  readonly members: readonly string[]
  /** Prefixes and paths of which nothing is known. */
  readonly unknown: readonly string[]
  readonly problems: readonly Problem[]
}

/** What a capture that stores nothing needs. */
export interface DryCaptureOptions {
  readonly sources: readonly Source[]
  readonly selection: Selection
  readonly secrets: SecretKeeping
  readonly signal: AbortSignal
}

/** Asks the sources, in parallel, what there is. @throws JsnapError Credentials; the reason of the signal */
export async function dryCapture({
  sources,
  selection,
  secrets,
  signal,
}: DryCaptureOptions): Promise<DryCapture> {
  const found = new Map<string, Digest | null>()
  const members: string[] = []
  const unknown: string[] = []
  const problems: Problem[] = []
  const note = (path: string, digest: Digest | null) => {
    if (selection.includes(path)) found.set(path, digest)
  }
  const sink: Sink = {
    wants: (prefix) => selection.reaches(prefix),
    content({ path, copies = [], members: below }) {
      for (const one of [path, ...copies]) note(one, null)
      if (below !== undefined) members.push(below)
      return Promise.resolve()
    },
    document(item) {
      note(item.path, digestOf(documentBytes(item, secrets)))
      return Promise.resolve()
    },
    bare({ path, type }) {
      if (type === 'unknown') unknown.push(path)
      else note(path, null)
    },
    lookAgain: () => undefined,
    listed: () => undefined,
    problem: (problem) => problems.push(problem),
    notCovered: () => undefined,
    // What is denied is unknown here, whatever a version says of it.
    isExpected: () => true,
    note: () => undefined,
    had: () => false,
    wasUnknown: () => false,
    request: () => undefined,
    status: () => undefined,
  }
  const wanted = sources.filter(({ prefixes }) => prefixes.some((prefix) => selection.reaches(prefix)))
  const run = (isLast: boolean, others: Promise<boolean>) =>
    Promise.all(
      wanted
        .filter((source) => (source.isLast === true) === isLast)
        .map((source) => source.capture(sink, signal, others)),
    )
  await run(false, Promise.resolve(true))
  await run(true, Promise.resolve(unknown.length + problems.length === 0 && selection.isWhole))
  return { found, members, unknown, problems }
}
