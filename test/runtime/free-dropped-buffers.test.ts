import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

const module = join(import.meta.dirname, '..', '..', 'src', 'runtime', 'free-dropped-buffers.ts')

/** Has a thread free buffers when `gate` opens, and resolves to the error that it ended with. */
function freeing(gate: Int32Array): Promise<unknown> {
  const code = `
    const { workerData } = require('node:worker_threads')
    import(${JSON.stringify(module)}).then(({ freeDroppedBuffers }) => {
      Atomics.add(workerData, 0, 1)
      Atomics.wait(workerData, 1, 0)
      freeDroppedBuffers()
    })`
  const worker = new Worker(code, { eval: true, workerData: gate })
  return new Promise((resolve) => worker.once('error', resolve).once('exit', () => resolve(undefined)))
}

test('threads that free buffers at the same moment do not take the collector from each other', async () => {
  for (let round = 0; round < 2; round++) {
    const gate = new Int32Array(new SharedArrayBuffer(8))
    const ended = Array.from({ length: 8 }, () => freeing(gate))
    while (Atomics.load(gate, 0) < 8) await new Promise((resolve) => setTimeout(resolve, 5))
    Atomics.store(gate, 1, 1)
    Atomics.notify(gate, 1)
    expect(await Promise.all(ended)).toEqual(Array(8).fill(undefined))
  }
  expect(globalThis).not.toHaveProperty('gc')
})
