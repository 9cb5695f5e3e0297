import { afterEach, beforeEach, expect, test } from 'vitest'
import { Account } from '../../fixtures/endpoint/account.ts'
import { addEstate, deployEstate, type Estate } from '../../fixtures/estate/estate.ts'
import { run as show } from '../../src/commands/show.ts'
import { run as verify } from '../../src/commands/verify.ts'
import type { CommitOptions } from '../../src/commands/commit.flags.ts'
import type { Moved } from '../../src/model/moved.ts'
import { serve, type AccountOnEndpoint } from '../e2e/account-on-endpoint.ts'
import { commit } from '../helpers/run-commit.ts'
import { contextIn, runCommand } from '../helpers/run-command.ts'

let account: Account
let estate: Estate
let served: AccountOnEndpoint

beforeEach(async () => {
  account = new Account()
  estate = addEstate(account)
  account.createBucket('shop')
  account.putObject('shop', 'index.html', 'one')
  account.putObject('shop', 'old.html', 'old')
  served = await serve(account)
})

afterEach(() => served.close())

/** Has something happen once, before the first of these requests is answered that is that many times made. */
function at(times: Readonly<Record<string, number>>, happens: () => void): void {
  const made = new Map<string, number>()
  let isOver = false
  served.endpoint.onRequest = ({ service, operation }) => {
    const request = `${service}:${operation}`
    made.set(request, (made.get(request) ?? 0) + 1)
    if (isOver || made.get(request) !== times[request]) return
    isOver = true
    happens()
  }
}

/** The first requests when all sources have ended; distributions have three pages, zones two, twice with their records. */
const WHEN_ALL_IS_READ = {
  's3:ListBuckets': 2,
  'lambda:ListFunctions': 2,
  'cloudfront:ListDistributions': 4,
  'route53:ListHostedZones': 5,
}

async function made(flags: Partial<CommitOptions> = {}) {
  const printed = { stdout: '', stderr: '' }
  const context = { ...contextIn(served.folder, printed), env: { ...served.surroundings.env } }
  const exitCode = await commit({ message: 'v1', json: true, ...flags }, context)
  const document = (flags.json === false ? {} : JSON.parse(printed.stdout)) as {
    readonly during?: readonly Moved[]
    readonly requests: Readonly<Record<string, number>>
    readonly problems: readonly unknown[]
  }
  return { exitCode, stderr: printed.stderr, ...document }
}

/** What a deployment does, and a bucket that it makes. */
function deploy(): void {
  deployEstate(estate)
  account.createBucket('new-one')
}

test('what a deployment changes in the middle of a commit is named, and nothing else is', async () => {
  const [distribution = ''] = estate.distributions.keys()
  at(WHEN_ALL_IS_READ, deploy)
  const { exitCode, during, problems } = await made()
  expect([exitCode, problems]).toEqual([0, []])
  expect(during).toEqual([
    { path: `cloudfront/distributions/${distribution}.json`, change: 'modified' },
    { path: 'lambda/functions/qos-order-intake/config.json', change: 'modified' },
    { path: 's3-configs/new-one.json', change: 'added' },
  ])
  const shown = await runCommand(show, { version: 'v1' }, served.folder)
  expect(shown.stdout).toContain(
    `changed while the capture ran\n  ~ cloudfront/distributions/${distribution}.json\n  ~ lambda/functions/qos-order-intake/config.json\n  + s3-configs/new-one.json\n`,
  )
  const checks = await runCommand(verify, { version: 'v1' }, served.folder)
  expect(checks.stdout).toMatch(/^FAILED {2}version +it is consistent in time +3 paths changed/m)
  expect(checks.stdout).toContain('s3-configs/new-one.json: came into being while the capture ran')
  expect(checks.exitCode).toBe(1)
})

test('a commit warns of what changed while it ran, and says what to do', async () => {
  at(WHEN_ALL_IS_READ, deploy)
  const { exitCode, stderr } = await made({ json: false, only: ['cloudfront', 'lambda/functions/**'] })
  expect(exitCode).toBe(0)
  expect(stderr).toMatch(
    /warning: 2 paths changed while the capture ran: cloudfront\/distributions\/\w+\.json, lambda\/functions\/qos-order-intake\/config\.json; commit again/,
  )
})

test('of an account that does not change, nothing is named, whatever times its lists invent', async () => {
  const { exitCode, during, requests } = await made()
  expect([exitCode, during]).toEqual([0, []])
  // The functions of this account are modified at the time at which one asks.
  expect(requests['lambda:ListFunctions']).toBe(3)
  expect(requests['s3:ListBuckets']).toBe(2)
  // Of what there is none, nobody asks again.
  expect(requests['lambda:ListEventSourceMappings']).toBe(1)
  const checks = await runCommand(verify, { version: 'v1' }, served.folder)
  expect(checks.stdout).toMatch(/^ok {6}version +it is consistent in time/m)
})

test('what a list says of an item counts as well, and records that came into a zone', async () => {
  const [fn] = estate.functions.values()
  const [zone] = estate.zones.values()
  at(WHEN_ALL_IS_READ, () => {
    if (fn === undefined || zone === undefined) throw new Error('there should be some')
    fn.memory = 3008
    zone.records.push({
      Name: `new.${zone.name}`,
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{ Value: '192.0.2.1' }],
    })
  })
  const { during } = await made({ only: ['lambda', 'route53'] })
  expect(during).toEqual([
    { path: `lambda/functions/${fn?.name ?? ''}/config.json`, change: 'modified' },
    { path: `route53/dns-records/${zone?.name ?? ''}json`, change: 'modified' },
  ])
})

test('objects that were overwritten or deleted between their list and their reading are named', async () => {
  at({ 's3:GetObject': 1 }, () => {
    account.putObject('shop', 'index.html', 'two')
    account.deleteObject('shop', 'old.html')
  })
  const { exitCode, during, problems } = await made({ only: ['s3'] })
  expect([exitCode, problems]).toEqual([0, []])
  expect(during).toEqual([
    { path: 's3-buckets/shop/index.html', change: 'modified' },
    { path: 's3-buckets/shop/old.html', change: 'removed' },
  ])
})

test('a second list that is denied, or never answered, is no problem, and says nothing', async () => {
  const lists = new Map<string, number>()
  served.endpoint.onRequest = ({ service, operation }) => {
    const times = (lists.get(operation) ?? 0) + 1
    lists.set(operation, times)
    if (service !== 'lambda' || operation !== 'ListFunctions' || times !== 1) return
    deployEstate(estate)
    served.endpoint.faults.push({
      kind: 'error',
      status: 403,
      code: 'AccessDeniedException',
      match: (exchange) => exchange.operation === 'ListFunctions' && (lists.get('ListFunctions') ?? 0) > 1,
    })
  }
  const { exitCode, during, problems } = await made({ only: ['lambda'] })
  expect([exitCode, problems, during]).toEqual([0, [], undefined])
  const checks = await runCommand(verify, { version: 'v1' }, served.folder)
  expect(checks.stdout).toMatch(/^- +version +it is consistent in time +it is not known/m)
})
