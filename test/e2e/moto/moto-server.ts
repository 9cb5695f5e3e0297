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
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    // By default moto issues a certificate after a minute: in the middle of a slow run.
    env: { ...process.env, MOTO_ACM_VALIDATION_WAIT: '1' },
    stdio: 'ignore',
  })
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

/** What the seed of the other services says is in the account, by names. */
export interface Services {
  readonly roles: { readonly used: readonly string[]; readonly unused: readonly string[] }
  readonly policies: readonly string[]
  /** By name; CodeSha256 as Lambda gives it. */
  readonly functions: Readonly<Record<string, { readonly codeSha256: string; readonly memory: number }>>
  /** By id; record sets with SOA and NS. */
  readonly zones: Readonly<Record<string, { readonly name: string; readonly records: number }>>
  readonly distributions: Readonly<Record<string, { readonly comment: string }>>
  /** Items, by name. */
  readonly tables: Readonly<Record<string, number>>
  readonly databases: readonly string[]
  readonly identities: readonly string[]
  readonly templates: readonly string[]
  readonly apis: readonly string[]
  readonly certificates: readonly string[]
  readonly webAcls: readonly string[]
  /** By the folder of a service. */
  readonly integrations: Readonly<Record<string, readonly string[]>>
  /** Every secret value that was planted. */
  readonly canaries: readonly string[]
}

/** What a deployment of the other services has touched. */
export interface ServicesDeployment {
  readonly zone: string
  readonly function: string
  readonly table: string
  readonly canaries: readonly string[]
}

/** Fills an account with everything but S3. */
export async function seedServices(url: string): Promise<Services> {
  return (await runSeed(url, 'seed', 'seed-services.py')) as Services
}

/** Changes everything but S3 as a deployment does. */
export async function deployServices(url: string): Promise<ServicesDeployment> {
  return (await runSeed(url, 'change', 'seed-services.py')) as ServicesDeployment
}

async function runSeed(url: string, action: 'seed' | 'change', script = 'seed-moto.py'): Promise<unknown> {
  const { stdout } = await execa('python3', ['-B', join(import.meta.dirname, script), url, action])
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
