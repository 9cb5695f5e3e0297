import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'

/** Whether there is a moto to test against. */
export const hasMoto = spawnSync('moto_server', ['--help']).status === 0

/** A running moto_server. */
export interface MotoServer {
  readonly url: string
  stop(): void
}

/** Starts moto on a free port of 127.0.0.1. */
export async function startMoto(): Promise<MotoServer> {
  const port = await freePort()
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; ; tries++) {
    if (server.exitCode !== null || tries === 300) throw new Error('moto_server does not answer')
    const answer = await fetch(`${url}/moto-api/`).catch(() => undefined)
    if (answer?.ok === true) break
    await sleep(100)
  }
  return { url, stop: () => server.kill() }
}

/** What the seed says is in the account. */
export interface Estate {
  readonly buckets: readonly string[]
  readonly configured: Readonly<Record<string, readonly string[]>>
  readonly objects: readonly SeededObject[]
}

export interface SeededObject {
  readonly bucket: string
  readonly key: string
  readonly size: number
  readonly sha256: string
  readonly contentType: string | null
  readonly cacheControl: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly storageClass: string
  readonly tags: Readonly<Record<string, string>>
}

/** What a deployment has changed, in the words of `diff --json`. */
export interface Deployment {
  readonly changes: readonly { readonly type: string; readonly path: string; readonly from?: string }[]
}

/** Fills a new account. */
export async function seedEstate(url: string): Promise<Estate> {
  return (await runSeed(url, 'seed')) as Estate
}

/** Changes the account as a deployment does. */
export async function deploy(url: string): Promise<Deployment> {
  return (await runSeed(url, 'change')) as Deployment
}

async function runSeed(url: string, action: 'seed' | 'change'): Promise<unknown> {
  const { stdout } = await execa('python3', ['-B', join(import.meta.dirname, 'seed-moto.py'), url, action])
  return JSON.parse(stdout)
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      // The address of a server that listens on a port is not a string.
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
