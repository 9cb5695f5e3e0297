import { EventEmitter } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { superviseSignals } from '../../src/cli/signals.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** A process with a command under way; `ends` says whether its thread can be ended. */
function supervised(ends = true) {
  vi.useFakeTimers()
  const exits: (number | string)[] = []
  const asked: string[] = []
  const process = Object.assign(new EventEmitter(), {
    pid: 1,
    exit: (code: number) => exits.push(code),
    kill: (_pid: number, signal: string) => exits.push(signal),
  })
  const thread = Object.assign(new EventEmitter(), {
    postMessage: (name: string) => asked.push(name),
    terminate: () => (ends ? Promise.resolve() : new Promise<void>(() => undefined)),
  })
  superviseSignals(process as unknown as NodeJS.Process, thread)
  const send = async (name: 'SIGINT' | 'SIGTERM') => {
    process.emit(name, name)
    await vi.advanceTimersByTimeAsync(0)
  }
  return { exits, asked, send, say: (answer: 'loaded' | 'paged') => thread.emit('message', answer) }
}

test('the first Ctrl-C asks the command for an end, and the second is one', async () => {
  const { exits, asked, send, say } = supervised()
  say('loaded')
  await send('SIGINT')
  expect([asked, exits]).toEqual([['SIGINT'], []])
  await send('SIGINT')
  expect(exits).toEqual([130])
})

test('Ctrl-C in a pager is for the pager', async () => {
  const { exits, asked, send, say } = supervised()
  say('loaded')
  for (let i = 0; i < 3; i++) {
    await send('SIGINT')
    say('paged')
  }
  expect([asked.length, exits]).toEqual([3, []])
})

test('a SIGTERM gives a command that hears nothing a moment', async () => {
  const { exits, asked, send, say } = supervised()
  say('loaded')
  await send('SIGTERM')
  expect([asked, exits]).toEqual([['SIGTERM'], []])
  await vi.advanceTimersByTimeAsync(1600)
  expect(exits).toEqual([130])
})

test('a thread that cannot be ended goes with the process', async () => {
  const { exits, send, say } = supervised(false)
  say('loaded')
  await send('SIGINT')
  await send('SIGINT')
  await vi.advanceTimersByTimeAsync(400)
  expect(exits).toEqual(['SIGINT'])
})

test('before the command has begun, the first signal ends the process as if nobody heard it', async () => {
  const { exits, asked, send } = supervised()
  await send('SIGTERM')
  expect([asked, exits]).toEqual([[], ['SIGTERM']])
})
