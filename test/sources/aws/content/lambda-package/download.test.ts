import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { download } from '../../../../../src/sources/aws/content/lambda-package/download.ts'
import { plainServer } from '../../plain-server.ts'

const sender = (signal?: AbortSignal) => ({
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  count: () => undefined,
  now: Date.now,
  signal,
})

test('a package that is longer than any of Lambda is left where it is', async () => {
  let written = 0
  const piece = Buffer.alloc(1024 * 1024)
  const url = await plainServer((_, response) => {
    const write = () => {
      while (written < 400) {
        written++
        if (!response.write(piece)) {
          response.once('drain', write)
          return
        }
      }
      response.end()
    }
    write()
  })
  await expect(download(url, url, sender())).rejects.toMatchObject({ code: 'AnswerTooLarge' })
  expect(written).toBeLessThan(400)
})

test.each([302, 403, 404])('a package that is answered for with %i is told by that', async (status) => {
  const url = await plainServer((_, response) => {
    response.writeHead(status).end('<Error><Code>AccessDenied</Code></Error>')
  })
  await expect(download(url, url, sender())).rejects.toMatchObject({ code: `Http${status}`, status })
  // What is emitted of the body comes a turn later, and nobody would hear it.
  await setTimeout(50)
})

test('a package is not waited for when the capture is interrupted', async () => {
  const interrupt = new AbortController()
  const url = await plainServer((_, response) => {
    response.write('PK', () => interrupt.abort(new Error('interrupted')))
  })
  await expect(download(url, url, sender(interrupt.signal))).rejects.toThrow('interrupted')
})
