import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SERVICES } from '../../../src/services/services.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'
import { startJsnap, succeed } from '../jsnap-command.ts'
import { EstateToFreeze, writeSite } from './estate-to-freeze.ts'

/** What is named with `--only` is a problem when it is denied, and not left out of the version. */
const KEPT = ['lambda', 'route53', 's3']
const SKIPPED = SERVICES.map(({ name }) => name).filter((name) => !KEPT.includes(name))

/** Has a jsnap make a store that holds what format 1 can hold, and interrupts its last commit. */
export async function makeStore(launcher?: string): Promise<AccountOnEndpoint> {
  const estate = new EstateToFreeze()
  const served = await serve(estate.account, launcher)
  const commit = (...args: string[]) => served.commit('--skip', SKIPPED.join(), ...args)

  configure(served.folder)
  const site = join(served.folder, 'site')
  writeSite(site, 1)
  // Of no kind that is captured, and named like a glob.
  execFileSync('mkfifo', [join(site, 'pipe*')])
  const operation = EstateToFreeze.DENIED
  served.endpoint.faults.push({ kind: 'error', status: 403, code: 'AccessDenied', match: { operation } })
  await commit('-m', 'v1.0')
  served.endpoint.faults.length = 0

  const { stdout: recipient } = await succeed(['keygen', 'identity.txt'], served.surroundings)
  configure(served.folder, recipient.trim())
  writeSite(site, 2)
  estate.deploy()
  await commit('-m', 'a message that is no name')

  estate.account.bucket('frozen-payroll').denied.clear()
  estate.account.deleteObject('frozen-site', 'archived.bin')
  let lists = 0
  served.endpoint.onRequest = ({ operation }) => {
    // All is read by then.
    if (operation === 'ListBuckets' && ++lists === 2) estate.account.createBucket('frozen-late')
  }
  await commit('-m', 'v1.1')
  served.endpoint.onRequest = undefined

  estate.upload()
  await interrupt(served)
  return served
}

/** Configures what is captured: the folder `site`, for whom secret values are sealed, and a rule of its own. */
export function configure(folder: string, recipient?: string): void {
  const rules = { 'deploy.sh': 'plain' }
  const secrets = recipient === undefined ? {} : { secrets: { recipients: [recipient], rules } }
  writeFileSync(
    join(folder, 'jsnap.config.json'),
    JSON.stringify({ local: { site: { path: 'site' } }, ...secrets }),
  )
}

/** Kills a commit when its journal has entries and a pack is half written. */
async function interrupt({ endpoint, folder, surroundings }: AccountOnEndpoint): Promise<void> {
  endpoint.faults.push({ match: { operation: 'GetObject' }, every: 20, kind: 'delay', milliseconds: 50 })
  const commit = startJsnap(['commit', '--only', 's3', '-m', 'v1.2'], surroundings)
  const ended = commit.then(() => true)
  while (!isUnderWay(join(folder, '.jsnap'))) {
    if (await Promise.race([ended, sleep(5)]))
      throw new Error('the commit ended before it could be interrupted')
  }
  commit.kill('SIGKILL')
  await commit
  endpoint.faults.length = 0
}

function isUnderWay(store: string): boolean {
  const journal = join(store, 'journal')
  const temporary = readdirSync(join(store, 'tmp'))
  return existsSync(journal) && statSync(journal).size > 0 && temporary.length > 0
}
