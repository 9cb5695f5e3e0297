import type { User } from '../runtime/user.ts'
import type { Io } from './io.ts'

/** What a command gets besides its own options: the world around it, all of which a test can replace. */
export interface Context {
  /** The folder that relative paths and the search for a store start from. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly user: User
  readonly io: Io
  /** Aborted by Ctrl-C; the reason is a JsnapError Interrupted. */
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Options that every command has. */
export interface CommonOptions {
  readonly store?: string
  readonly config?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** A command's work; resolves to the exit code. */
export type Run<Options> = (options: Options, context: Context) => Promise<number>
