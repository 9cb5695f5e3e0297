import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { abortOnRequest } from '../../src/cli/interruption.ts'

function asked(isPaged: boolean) {
  const [said, answers]: [string[], string[]] = [[], []]
  const port = Object.assign(new EventEmitter(), {
    postMessage: (answer: string) => answers.push(answer),
    unref: () => undefined,
  })
  const signal = abortOnRequest(
    port,
    (text) => said.push(text),
    () => isPaged,
  )
  return { said, answers, signal, send: (name: 'SIGINT' | 'SIGTERM') => port.emit('message', name) }
}

test('a request to end aborts, and says so', () => {
  const { said, signal, send } = asked(false)
  send('SIGINT')
  expect([signal.aborted, said.length]).toEqual([true, 1])
})

test('Ctrl-C in a pager is for the pager, and a request to end is not', () => {
  const { said, answers, signal, send } = asked(true)
  send('SIGINT')
  expect([signal.aborted, said, answers]).toEqual([false, [], ['paged']])
  send('SIGTERM')
  expect(signal.aborted).toBe(true)
})
