import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { SharedProgress } from '../../src/checkout/shared-progress.ts'
import writeBatch from '../../src/checkout/write-worker.ts'
import { digestOf, type Digest } from '../../src/model/digest.ts'
import { Store, type PackLocation } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { makeVersion } from './make-version.ts'

async function batchInto(target: string) {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  await makeVersion(store, [{ path: 'x', content: 'content' }])
  const place = store.locate(digestOf('content')) as PackLocation // small content lies in one place
  store.close()
  const file = { index: 0, name: 'x', sha256: place.sha256, size: 7, mode: undefined }
  const content = { ...place, pack: basename(place.pack, '.pack') as Digest }
  const progress = new SharedProgress()
  return {
    progress,
    task: {
      packsFolder: store.packsFolder,
      target,
      fresh: true,
      progress: progress.buffer,
      files: [{ ...file, content }],
    },
  }
}

test('an error of the file system comes back as a write error that names the file', async () => {
  const target = join(scratchFolder(), 'missing')
  const { task } = await batchInto(target)
  expect(writeBatch(task).failure).toEqual({
    code: 'Write',
    message: expect.stringContaining(`cannot write ${target}/x: ENOENT`) as string,
  })
})

test('a batch that begins after the stop writes nothing', async () => {
  const { task, progress } = await batchInto(scratchFolder())
  progress.stop()
  expect(writeBatch(task)).toMatchObject({ written: 0, unchanged: 0, failure: undefined })
})
