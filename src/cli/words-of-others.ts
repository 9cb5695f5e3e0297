/** A word that other tools have a command for, and jsnap has none. */
interface Other {
  readonly words: readonly string[]
  /** What jsnap does not do yet. */
  readonly missing?: string
  /** What does it, or what comes near to it. */
  readonly instead?: string
}

const OTHERS: readonly Other[] = [
  {
    words: ['delete', 'forget', 'gc', 'prune', 'rm'],
    missing: 'versions cannot be removed, nor disk space freed',
  },
  {
    words: ['clone', 'fetch', 'pull', 'push', 'remote'],
    missing: 'a store cannot be sent elsewhere',
  },
  {
    words: ['apply', 'reset', 'restore', 'revert', 'rollback'],
    missing: 'nothing can be written back to AWS',
    instead: 'checkout',
  },
  { words: ['add', 'backup', 'capture', 'save', 'snapshot'], instead: 'commit' },
  { words: ['history', 'list', 'snapshots', 'versions'], instead: 'log' },
  { words: ['dump', 'export', 'extract'], instead: 'checkout' },
  { words: ['compare'], instead: 'diff' },
  { words: ['grep', 'search'], instead: 'find' },
  { words: ['sql'], instead: 'query' },
  { words: ['annotate'], instead: 'blame' },
]

/** What jsnap has in place of a command of other tools; undefined for a word that none of them has. */
export function wordOfOthers(word: string): Other | undefined {
  return OTHERS.find(({ words }) => words.includes(word))
}

/** All of them, which a test checks against the commands that there are. */
export const WORDS_OF_OTHERS = OTHERS.flatMap(({ words, instead }) =>
  words.map((word) => ({ word, instead })),
)
