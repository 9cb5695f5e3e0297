import type { User } from '../runtime/user.ts'
import type { Store } from '../store/store.ts'

/** How a store is opened or made. */
export interface OpenStoreOptions {
  /**
   * Whose store it is, as `userOf(process)` says. Without a user the index of a store is rebuilt from its packs by each
   * process, since the one that is there cannot be trusted.
   */
  readonly user?: User | undefined
  /** The clock, as `Date.now`, for versions that are named relative to now, as `HEAD@{yesterday}`. */
  readonly now?: (() => number) | undefined
  /** Called with what is done to the store, a line each, for example that its index is rebuilt. */
  readonly note?: (text: string) => void
}

/**
 * Opens the store in a folder, which is mostly called `.jsnap`. Close it when you are done.
 * @throws JsnapError NoStore, UnsupportedFormat, Corrupt, StoreDisk
 */
export async function openStore(dir: string, { user, now, note }: OpenStoreOptions = {}): Promise<Store> {
  const { Store } = await import('../store/store.ts')
  return Store.open(dir, note, { user, now })
}

/** Makes an empty store in a folder, and opens it. @throws JsnapError StoreExists, Corrupt, StoreDisk */
export async function createStore(
  dir: string,
  { user }: Pick<OpenStoreOptions, 'user'> = {},
): Promise<Store> {
  const { Store } = await import('../store/store.ts')
  return Store.init(dir, { user })
}
