import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Journal } from '../../src/store/journal.ts'
import { salvage, sealPack } from '../../src/store/pack.ts'
import { scratchFolder } from '../helpers/scratch.ts'

/** What is not the store's, or is done without where the disk refuses it: modes, and folders of the user's. */
const ELSEWHERE = [
  'passing-folder.ts',
  'private-folder.ts',
  'sqlite-path.ts',
  'state-key.ts',
  'tighten-modes.ts',
]

const folder = join(import.meta.dirname, '..', '..', 'src', 'store')

test('no file of the store calls the file system but through disk.ts, so that its errors are always told as the store’s', () => {
  const direct = globSync('*.ts', { cwd: folder })
    .filter((file) => !['disk.ts', 'write-all.ts', ...ELSEWHERE].includes(file))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      const [, names = ''] = /import \{([^}]*)\} from 'node:fs(?:\/promises)?'/.exec(text) ?? []
      return names.split(',').map((name) => `${file}: ${name.trim()}`)
    })
    // What is no call, and the one that answers and never throws.
    .filter((one) => !/: (type \w+|constants|existsSync|realpathSync|)$/.test(one))
  expect(direct).toEqual([])
})

test.runIf(process.platform === 'linux')('a full disk under the journal is told as the store’s', () => {
  const journal = new Journal('/dev/full')
  expect(() => journal.append([{ entry: '{}', origin: null }])).toThrow(
    expect.objectContaining({
      code: 'StoreDisk',
      message: expect.stringMatching(/^the disk of the store is full/) as string,
    }),
  )
  journal.close()
})

test('a folder of packs, or a file for one, that is taken away under a commit is told as the store’s', () => {
  const folder = scratchFolder()
  const file = join(folder, 'made.pack')
  const takenAway = expect.objectContaining({
    code: 'StoreDisk',
    message: expect.stringMatching(/^a file of the store was removed \(ENOENT/) as string,
  }) as Error
  writeFileSync(file, 'JSNAPPK1')
  expect(() => sealPack(file, join(folder, 'packs'))).toThrow(takenAway)
  expect(() => sealPack(join(folder, 'none.pack'), folder)).toThrow(takenAway)
  expect(() => salvage(join(folder, 'none.pack'))).toThrow(takenAway)
})
