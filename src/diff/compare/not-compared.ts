/** What is left out of a comparison because only one of the versions was asked for it. */
export interface NotCompared {
  /** The version that was not asked for it; of what both have otherwise than the other, and of members, either. */
  readonly version: 'from' | 'to' | 'either'
  /** What all its paths begin with; of members, the path of the kind of document. */
  readonly path: string
  readonly reason: string
  /** How many paths there are. */
  readonly entries: number
  /** Places in the documents, where the rest of them is compared. */
  readonly members?: readonly string[]
}

/** Gathers what is not compared, by version and reason. */
export class NotComparedTally {
  readonly #groups = new Map<string, { -readonly [Member in keyof NotCompared]: NotCompared[Member] }>()

  /** A path that a version was not asked for, or that both have, and not in one form. */
  add(version: NotCompared['version'], path: string, reason: string): void {
    const group = this.#groups.get(`${version} ${reason}`)
    if (group === undefined) this.#groups.set(`${version} ${reason}`, { version, path, reason, entries: 1 })
    else {
      group.path = commonFolder(group.path, path)
      group.entries++
    }
  }

  /** A document of which members are left out. */
  addMembers(kind: string, members: readonly string[]): void {
    const reason = 'only one of the two versions of jsnap reads it, or stores it in this form'
    const group = this.#groups.get(kind)
    if (group === undefined)
      this.#groups.set(kind, { version: 'either', path: kind, reason, entries: 1, members })
    else {
      group.entries++
      group.members = [...new Set([...(group.members ?? []), ...members])]
    }
  }

  get all(): NotCompared[] {
    return [...this.#groups.values()]
  }
}

function commonFolder(folder: string, path: string): string {
  let length = 0
  while (length < folder.length && folder[length] === path[length]) length++
  return length === folder.length && folder === path
    ? folder
    : folder.slice(0, folder.lastIndexOf('/', length - 1) + 1)
}
