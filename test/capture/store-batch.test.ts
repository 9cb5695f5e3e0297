import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import work from '../../src/capture/reading-worker.ts'
import type { BatchTask } from '../../src/capture/tasks.ts'
import type { OpenRequest } from '../../src/sources/source.ts'
import type { Digest } from '../../src/model/digest.ts'
import { scratchFolder } from '../helpers/scratch.ts'

/** A batch of one local file, for a store whose temporary folder is given. */
function batchOf(bytes: Uint8Array, temporaryFolder: string): BatchTask {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'a.bin'), bytes)
  const { port1, port2 } = new MessageChannel()
  port1.on('message', (contents: Digest[]) => port1.postMessage(contents.map(() => true)))
  const { port1: interruption, port2: interrupted } = new MessageChannel()
  onTestFinished(() => {
    port1.close()
    interruption.close()
  })
  const request: OpenRequest & { folder: string; path: string } = { opener: 'local', folder, path: 'a.bin' }
  return {
    kind: 'batch',
    jobs: [{ path: 'local/site/a.bin', type: 'file', meta: {}, request, scan: false }],
    context: {},
    temporaryFolder,
    packsFolder: folder,
    pack: null,
    chunkerSeed: '00'.repeat(32),
    claims: port2,
    interruption: interrupted,
  }
}

// The kernel's own folder takes no file of anybody, root included.
test.runIf(process.platform === 'linux').each([
  ['small', 100],
  ['in chunks', 3 * 1024 * 1024],
])(
  'a store that cannot be written to ends the commit, and is no fault of a file that is %s',
  async (_, size) => {
    expect(await work(batchOf(Buffer.alloc(size, 'x'), '/sys'))).toMatchObject({
      failure: {
        code: 'StoreDisk',
        message: expect.stringMatching(/^access to the store is denied/) as string,
      },
    })
  },
)

test.each([
  ['small', 100],
  ['in chunks', 3 * 1024 * 1024],
])(
  'a temporary folder of the store that was taken away ends the commit, and is no fault of a file that is %s',
  async (_, size) => {
    expect(await work(batchOf(Buffer.alloc(size, 'x'), join(scratchFolder(), 'gone')))).toMatchObject({
      failure: {
        code: 'StoreDisk',
        message: expect.stringMatching(/^a file of the store was removed \(ENOENT/) as string,
      },
    })
  },
)

test('a file that cannot be read is told of that file alone', async () => {
  const batch = batchOf(Buffer.alloc(10), scratchFolder())
  const [job] = batch.jobs
  const request = { ...job?.request, path: 'b.bin' } as OpenRequest
  const done = await work({ ...batch, jobs: batch.jobs.map((one) => ({ ...one, request })) })
  expect(done).toMatchObject({
    result: { outcomes: [{ kind: 'unreadable', unreadable: { reason: 'gone' } }] },
  })
})
