import type { Json } from '../model/canonical-json.ts'
import type { Commit } from '../model/commit.ts'
import type { Digest } from '../model/digest.ts'
import { parseDeclared } from '../model/parse-declared.ts'
import { having, isText, listOf } from '../model/shape.ts'
import { tryRead } from './fsck-lines.ts'
import type { Store } from './store.ts'

/** A content of a version that is in none of its trees. */
export interface Beside {
  readonly sha256: Digest
  /** What it is to be, for people. */
  readonly what: string
  /** Says whether it is. */
  readonly isSound: (bytes: Buffer) => boolean
}

/** The contents that a commit names itself. */
export function besideTrees({ listing, secrets, scope }: Commit): Beside[] {
  const besides: Beside[] = []
  const add = (sha256: Digest | null | undefined, what: string, isSound: Beside['isSound']) => {
    if (sha256 !== undefined && sha256 !== null) besides.push({ sha256, what, isSound })
  }
  const isListOf = (name: string) => (bytes: Buffer) => LIST_IN(name)(JSON.parse(bytes.toString()) as Json)
  add(listing, 'a listing', isListOf('listed'))
  add(secrets?.names, 'a list of its secret values', isListOf('secrets'))
  add(secrets?.sealed, 'an age file of its sealed values', (bytes) =>
    bytes.subarray(0, AGE.length).equals(AGE),
  )
  for (const [source, sha256] of Object.entries(scope?.declarations ?? {}))
    add(sha256, `the declaration of ${source}`, isDeclaration)
  return besides
}

/** How a file of age begins. */
const AGE = Buffer.from('age-encryption.org/')
const LIST_IN = (name: string) => having({ [name]: listOf(having({ path: isText })) })

function isDeclaration(bytes: Buffer): boolean {
  return parseDeclared(JSON.parse(bytes.toString()) as Json) !== undefined
}

/** What is wrong with such a content, all of whose bytes are there. */
export function wrongWithBeside(store: Store, { sha256, what, isSound }: Beside): string | undefined {
  const bytes = tryRead(() => store.readContent(sha256))
  if ('error' in bytes) return `cannot be read: ${bytes.error}`
  try {
    return isSound(bytes) ? undefined : `is not ${what}`
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return `is not ${what}: it is not JSON`
  }
}
