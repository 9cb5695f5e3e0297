import type { Digest } from '../model/digest.ts'

/** Something that is wrong with a store. */
export interface StoreProblem {
  readonly code:
    | 'Index'
    | 'MissingPack'
    | 'DamagedPack'
    | 'MissingCommit'
    | 'MissingNode'
    | 'MissingContent'
    | 'DamagedContent'
    | 'WrongSize'
    | 'WrongContent'
    | 'Refs'
    | 'SecretKey'
  readonly message: string
  readonly pack?: Digest
  /** Byte of the pack at which the damage begins. */
  readonly offset?: number
  readonly sha256?: Digest
  /** Which paths of which versions cannot be had whole because of it. */
  readonly touches?: readonly Touch[]
}

/** A path of a version that cannot be had whole. */
export interface Touch {
  /** The version's name, or its id where it has none. */
  readonly version: string
  /** The path, or for a lost tree node the greatest path it held. */
  readonly path: string
}
