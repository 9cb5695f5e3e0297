import { Writable } from 'node:stream'
import { run } from '../../../src/cli/run.ts'

/** How a command ended that was one of several in a process. */
export interface InTurn {
  readonly exitCode: number
  readonly stderr: string
  readonly ms: number
  /** Of the process so far, in MiB. */
  readonly memory: number
}

/** Runs command lines one after the other in this process, and prints a line of JSON for each: starting Node for each takes longer than most of them. */
for (const line of process.argv.slice(2)) {
  const [cwd = '', ...args] = JSON.parse(line) as string[]
  const begin = performance.now()
  let stderr = ''
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const errors = new Writable({
    write(chunk: Buffer, _encoding, done) {
      stderr += chunk.toString()
      done()
    },
  })
  const { env, geteuid } = process
  const argv = [...process.argv.slice(0, 2), ...args]
  const own = { env, argv, cwd: () => cwd, geteuid, exit: (code: number) => process.exit(code) }
  const port = { on: () => undefined, unref: () => undefined, postMessage: () => undefined }
  const exitCode = await run(own as unknown as NodeJS.Process, nowhere, errors, port)
  const ended: InTurn = {
    exitCode,
    stderr,
    ms: performance.now() - begin,
    memory: process.resourceUsage().maxRSS / 1024,
  }
  process.stdout.write(`${JSON.stringify(ended)}\n`)
}
