import { EventEmitter } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { superviseSignals, type CommandThread } from '../../src/cli/signals.ts'

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
    exitCode: undefined as number | undefined,
    kill: (_pid: number, signal: string) => exits.push(signal),
    execve: (file: string, args: readonly string[]) => {
      exits.push([file, ...args].join(' '))
      throw new Error('a process that runs something else goes no further')
    },
  })
  const thread: EventEmitter & CommandThread = Object.assign(new EventEmitter(), {
    postMessage: (name: string) => asked.push(name),
    terminate: () => {
      if (ends) thread.emit('exit', 1)
      return Promise.resolve()
    },
  })
  // As it is where the process is supervised.
  thread.on('exit', () => exits.push(process.exitCode ?? 'none'))
  superviseSignals(process as unknown as NodeJS.Process, thread)
  const send = async (name: 'SIGINT' | 'SIGTERM') => {
    process.emit(name, name)
    await vi.advanceTimersByTimeAsync(0)
  }
  return {
    process,
    thread,
    exits,
    asked,
    send,
    say: (answer: 'loaded' | 'paged') => thread.emit('message', answer),
  }
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

test('a thread that cannot be ended goes with the process, which has an exit code', async () => {
  const { exits, send, say } = supervised(false)
  say('loaded')
  await send('SIGINT')
  await send('SIGINT')
  await expect(vi.advanceTimersByTimeAsync(400)).rejects.toThrow('goes no further')
  expect(exits).toEqual(['/bin/sh sh -c exit 130'])
})

test('before the command has begun, the first signal ends the process at once, with an exit code', async () => {
  const { exits, asked, send } = supervised()
  await expect(send('SIGTERM')).rejects.toThrow('goes no further')
  expect([asked, exits]).toEqual([[], ['/bin/sh sh -c exit 130']])
})

test('signals are heard after the command has ended, until the process has', () => {
  const { process, thread } = supervised()
  thread.emit('exit', 130)
  expect(process.listenerCount('SIGINT')).toBe(1)
  expect(process.listenerCount('SIGTERM')).toBe(1)
})
