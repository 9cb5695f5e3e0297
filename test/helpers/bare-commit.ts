import type { Json } from '../../src/model/canonical-json.ts'
import type { Commit } from '../../src/model/commit.ts'

/** The members of a commit of one entry that say nothing about it; its name and trees are the test's. */
export const BARE_COMMIT = {
  format: 1,
  message: '',
  parent: null,
  time: '2026-11-23T10:00:00.000Z',
  tool: 'jsnap 0.1.0',
  account: null,
  regions: [],
  sources: [],
  counts: { entries: 1, added: 1, modified: 0, removed: 0, unchanged: 0 },
  bytes: 0,
  complete: true,
  problems: [],
  notCovered: [],
} satisfies Partial<Commit> & Record<string, Json>
