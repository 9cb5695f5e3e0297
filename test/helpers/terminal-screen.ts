import { spawn } from 'node:child_process'
import { once } from 'node:events'
import xterm from '@xterm/headless'

/** What is left on a terminal when a command has ended. */
export interface Screen {
  readonly exitCode: number
  /** Every line that was not erased, those that have scrolled away too; without spaces at the end. */
  readonly lines: readonly string[]
  /** How many lines were ever scrolled away. */
  readonly scrolled: number
}

/** How a command is run on a terminal. */
export interface OnTerminal {
  readonly columns: number
  readonly rows: number
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Called with all that stands on the screen whenever something was written; what it returns is typed. */
  readonly onScreen?: (lines: readonly string[]) => string | undefined
}

/** Runs a command on a pseudo-terminal of a size, which `script` of util-linux makes, and shows its output to an emulated one. */
export async function onTerminal(
  command: readonly string[],
  { columns, rows, cwd, env, onScreen }: OnTerminal,
): Promise<Screen> {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true })
  const quoted = command.map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(' ')
  const sized = `stty rows ${rows} cols ${columns}; exec ${quoted}`
  const child = spawn('script', ['-qefc', sized, '/dev/null'], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdout.on('data', (chunk: Buffer) =>
    terminal.write(chunk, () => {
      const typed = onScreen?.(linesOf(terminal))
      if (typed !== undefined) child.stdin.write(typed)
    }),
  )
  const [exitCode] = (await once(child, 'close')) as [number]
  await new Promise<void>((resolve) => terminal.write('', resolve))
  return { exitCode, lines: linesOf(terminal), scrolled: terminal.buffer.active.baseY }
}

function linesOf(terminal: xterm.Terminal): string[] {
  const { active } = terminal.buffer
  const lines = Array.from(
    { length: active.length },
    (_, i) => active.getLine(i)?.translateToString(true) ?? '',
  )
  while (lines.at(-1) === '') lines.pop()
  return lines
}
