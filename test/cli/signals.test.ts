import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { abortOnSignals } from '../../src/cli/signals.ts'

function signalled(isPaged = false) {
  const exits: number[] = []
  const said: string[] = []
  const process = Object.assign(new EventEmitter(), { exit: (code: number) => exits.push(code) })
  const { signal } = abortOnSignals(
    process as unknown as NodeJS.Process,
    (text) => said.push(text),
    () => isPaged,
  )
  return { exits, said, signal, send: (name: 'SIGINT' | 'SIGTERM') => process.emit(name, name) }
}

test('the first Ctrl-C asks for an end, and the second is one', () => {
  const { exits, said, signal, send } = signalled()
  send('SIGINT')
  expect([signal.aborted, said.length, exits]).toEqual([true, 1, []])
  send('SIGINT')
  expect(exits).toEqual([130])
})

test('Ctrl-C in a pager is for the pager, and a request to end is not', () => {
  const { exits, said, signal, send } = signalled(true)
  send('SIGINT')
  send('SIGINT')
  expect([signal.aborted, said, exits]).toEqual([false, [], []])
  send('SIGTERM')
  expect(signal.aborted).toBe(true)
})
