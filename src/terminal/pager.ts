import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Io } from './io.ts'

/** Bytes of lines that are written at once. */
const PIECE = 64 * 1024
/** More are never sent before a program that is not there is missed. */
const FIRST_PIECES = 8
/** How a shell ends that has not found a program, or cannot run it. */
const NOT_FOUND = 127

/** Shows lines as git does: through a pager when they go to a terminal, and as they are otherwise. */
export async function showLines(
  lines: Iterable<string>,
  io: Io,
  env: Readonly<Record<string, string | undefined>>,
  wantsPager: boolean,
): Promise<void> {
  const command = wantsPager && io.outputIsTerminal ? pagerCommand(env) : undefined
  const pager = command === undefined ? undefined : await startPager(command, env)
  if (pager === undefined) {
    for (const piece of pieces(lines)) await io.bytes(Buffer.from(piece))
    return
  }
  const { child, closed } = pager
  const all = pieces(lines)
  const first: string[] = []
  io.isPaged = true
  // A reader that has seen enough is not an error.
  child.stdin.on('error', () => undefined)
  try {
    for (let next = all.next(); next.done !== true; next = all.next()) {
      const piece = next.value
      if (first.length < FIRST_PIECES) first.push(piece)
      if (!child.stdin.writable) break
      if (!child.stdin.write(piece)) await Promise.race([drained(child.stdin), closed])
    }
  } finally {
    // Also after an error: two processes would read the terminal.
    child.stdin.end()
    await closed
    io.isPaged = false
  }
  // The shell has found no such program: nothing was read.
  if (child.exitCode !== NOT_FOUND) return
  for (const piece of [...first, ...all]) await io.bytes(Buffer.from(piece))
}

/** The pager that is wanted: JSNAP_PAGER, PAGER, less; none when it is empty or `cat`, or on a terminal that can move no cursor. */
export function pagerCommand(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const command = env['JSNAP_PAGER'] ?? env['PAGER'] ?? 'less'
  return command === '' || command === 'cat' || env['TERM'] === 'dumb' ? undefined : command
}

/** Starts a pager; undefined when there is none of this name. */
async function startPager(command: string, env: Readonly<Record<string, string | undefined>>) {
  // As git: less is asked to leave short output alone and colours as they are, if nobody has asked it for anything.
  const surroundings = { ...env, LESS: env['LESS'] ?? 'FRX', LV: env['LV'] ?? '-c' }
  const child = spawn(command, {
    shell: /[^\w./-]/.test(command),
    stdio: ['pipe', 'inherit', 'inherit'],
    env: surroundings,
  })
  const closed = once(child, 'close').catch(() => undefined)
  try {
    await once(child, 'spawn')
    return { child, closed }
  } catch {
    return undefined
  }
}

function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => stream.once('drain', resolve))
}

function* pieces(lines: Iterable<string>): Generator<string, void, undefined> {
  let piece = ''
  for (const line of lines) {
    piece += `${line}\n`
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}
