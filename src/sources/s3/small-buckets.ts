/** A bucket of more objects than this is not small. */
export const SMALL_BUCKET = 200
/** The most objects in all. */
const IN_ALL = 2000

/** A bucket's place among those that ask for a share. */
export interface Turn {
  /** Says whether this bucket's objects are among those of small buckets; undefined stands for more than a small one has. */
  take(objects: number | undefined): Promise<boolean>
  /** Lets the next ones go on, if it has not been taken. */
  end(): void
}

/**
 * Shares out how many objects of small buckets have their tags and ACLs looked at again. Buckets get theirs in the order
 * of their turns, whichever is listed first: two captures look at the same ones.
 */
export class SmallBuckets {
  #left = IN_ALL
  #before = Promise.resolve()

  turn(): Turn {
    const before = this.#before
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#before = before.then(() => promise)
    return {
      take: async (objects) => {
        await before
        const isIn = objects !== undefined && objects <= SMALL_BUCKET && objects <= this.#left
        if (isIn) this.#left -= objects
        resolve(undefined)
        return isIn
      },
      end: () => resolve(undefined),
    }
  }
}
