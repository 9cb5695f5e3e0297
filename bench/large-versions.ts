import { join } from 'node:path'
import { digestOf } from '../src/model/digest.ts'
import { entryLine } from '../src/model/entry.ts'
import { Store } from '../src/store/store.ts'
import { StoreWriter } from '../src/store/writer.ts'
import { inputs } from './work-folder.ts'

const ENTRIES = 1_000_000
const CHANGED = ENTRIES / 100

/** A store with three versions of a million entries: `base`; `folder`, of which one bucket changed; and `scattered`, with a change in every hundred. */
export function largeVersions(): Promise<string> {
  return inputs('versions-of-1000000-entries', (folder) => {
    const store = Store.init(join(folder, '.jsnap'))
    try {
      addVersion(store, 'base', () => false)
      addVersion(store, 'folder', (i) => i >= ENTRIES / 2 && i < ENTRIES / 2 + CHANGED)
      addVersion(store, 'scattered', (i) => i % (ENTRIES / CHANGED) === 7)
    } finally {
      store.close()
    }
  })
}

function addVersion(store: Store, name: string, isChanged: (entry: number) => boolean): void {
  const writer = StoreWriter.begin(store)
  try {
    writer.commit(
      {
        format: 1,
        name,
        message: '',
        parent: store.refs().head,
        tree: writer.buildTree(leaves(isChanged)),
        origins: writer.buildTree([]),
        time: '2026-01-01T00:00:00.000Z',
        tool: 'bench',
        account: null,
        regions: [],
        sources: [],
        counts: { entries: ENTRIES, added: 0, modified: CHANGED, removed: 0, unchanged: ENTRIES - CHANGED },
        bytes: 0,
        complete: true,
        problems: [],
        notCovered: [],
      },
      console.error,
    )
  } finally {
    writer.end()
  }
}

function* leaves(isChanged: (entry: number) => boolean): Generator<{ path: string; line: string }> {
  const digits = (number: number, count: number) => String(number).padStart(count, '0')
  for (let i = 0; i < ENTRIES; i++) {
    const place = `bucket-${digits(Math.floor(i / 50_000), 2)}/folder-${digits(Math.floor(i / 500) % 100, 3)}`
    const path = `s3-buckets/${place}/object-${digits(i, 7)}.html`
    const sha256 = digestOf(isChanged(i) ? `changed ${i}` : `${i}`)
    yield {
      path,
      line: entryLine({ path, type: 'object', sha256, size: 1000, meta: { contentType: 'text/html' } }),
    }
  }
}
