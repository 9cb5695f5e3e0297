import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from '../../fixtures/endpoint/account.ts'
import { DEMO_KEY } from '../../fixtures/endpoint/credentials.ts'
import { startEndpoint, type Endpoint } from '../../fixtures/endpoint/endpoint.ts'
import { jsnap, type Ran, type Surroundings } from './jsnap-command.ts'
import type { CommitDocument } from './json-contract.ts'

/** An account that is served, and a folder to type commands in. */
export interface AccountOnEndpoint {
  readonly account: Account
  readonly endpoint: Endpoint
  readonly folder: string
  readonly surroundings: Surroundings
  /** Runs jsnap in the folder, with the account's key in the environment. */
  readonly run: (...args: string[]) => Promise<Ran>
  /** Commits as JSON, and expects one of the codes 0 and 3. */
  readonly commit: (...args: string[]) => Promise<CommitDocument>
  readonly close: () => Promise<void>
}

/** Serves an account on 127.0.0.1. @param launcher the `bin/jsnap.js` of another jsnap than this */
export async function serve(account: Account, launcher?: string): Promise<AccountOnEndpoint> {
  const endpoint = await startEndpoint({ account })
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'jsnap-e2e-')))
  const surroundings = {
    launcher,
    cwd: folder,
    env: {
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_ACCESS_KEY_ID: DEMO_KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: DEMO_KEY.secretAccessKey,
      AWS_REGION: 'us-east-1',
    },
  }
  const run = (...args: string[]) => jsnap(args, surroundings)
  return {
    account,
    endpoint,
    folder,
    surroundings,
    run,
    async commit(...args) {
      const ran = await run('commit', '--json', ...args)
      if (ran.exitCode !== 0 && ran.exitCode !== 3) throw new Error(`exit ${ran.exitCode}\n${ran.stderr}`)
      return ran.json() as CommitDocument
    },
    async close() {
      await endpoint.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
