import type { Json } from '../../model/canonical-json.ts'

/** One place of a JSON document that changed; `path` is a JSON pointer. */
export interface Detail {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path: string
  readonly before?: Json
  readonly after?: Json
  /** The place as a person names it: `www.sailjada.com A: TTL`. */
  readonly place?: string
  /** Of what is added: it was moved, and removed from here just before. */
  readonly from?: string
  /** What changed inside: of text that holds JSON, of one that became a list or the other way round, of what was moved; and the items of lists that came or went. */
  readonly inside?: readonly Detail[]
  /** Secret values that are marked with two keys: whether they differ is not known. */
  readonly otherKey?: true
  /** It is the entry's meta that changed, below `/meta`, and not its content. */
  readonly of?: 'meta'
}
