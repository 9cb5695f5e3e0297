import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Handler } from '../../../fixtures/aws/service-handlers.ts'
import { installClasp } from '../../../fixtures/clasp/install-clasp.ts'
import type { Account } from '../../../fixtures/endpoint/account.ts'
import { addEstate, type Estate } from '../../../fixtures/estate/estate.ts'
import { packageOf } from '../../../fixtures/estate/functions.ts'
import { makeScriptProjects, SCRIPT_IDS } from '../../../fixtures/estate/script-projects.ts'
import { loadFixtureAccount } from '../../../fixtures/fixture-account.ts'
import { jsnap } from '../jsnap-command.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'

interface VerifyDocument {
  readonly passed: boolean
  readonly checks: readonly {
    readonly system: string
    readonly name: string
    readonly state: string
    readonly failures: readonly { readonly path: string; readonly message: string }[]
  }[]
}

let served: AccountOnEndpoint
let estate: Estate
let run: (...args: string[]) => ReturnType<typeof jsnap>

beforeAll(async () => {
  const account = loadFixtureAccount()
  estate = addEstate(account)
  served = await serve(account)
  makeEqual(account, 'qos-prod-site', 'qos-staging-site')
  installClasp(join(served.folder, 'bin'), makeScriptProjects())
  writeFileSync(
    join(served.folder, 'jsnap.config.json'),
    JSON.stringify({ gas: SCRIPT_IDS, s3: { pairs: [['qos-prod-site', 'qos-staging-site']] } }),
  )
  const PATH = `${join(served.folder, 'bin')}:${process.env['PATH'] ?? ''}`
  run = (...args) => jsnap(args, { ...served.surroundings, env: { ...served.surroundings.env, PATH } })
})
afterAll(() => served.close())

/** Has staging hold just what production holds. */
function makeEqual(account: Account, production: string, staging: string): void {
  for (const { key } of [...account.bucket(staging).objects()]) account.deleteObject(staging, key)
  for (const { key, content, options } of account.bucket(production).objects())
    account.putObject(staging, key, content, options)
}

/** What verify finds wrong: `system path: message`. */
async function failures(...args: string[]) {
  const ran = await run('verify', '--json', ...args)
  const { passed, checks } = ran.json() as VerifyDocument
  expect(passed).toBe(ran.exitCode === 0)
  return checks.flatMap((check) =>
    check.failures.map(({ path, message }) => `${check.system} ${path}: ${message}`),
  )
}

function change(service: string, operation: string, by: (handler: Handler) => Handler): void {
  const handlers = served.account.services.get(service) ?? {}
  const handler = handlers[operation]
  if (handler === undefined) throw new Error(`no ${service}:${operation}`)
  served.account.services.set(service, { ...handlers, [operation]: by(handler) })
}

describe('verify', () => {
  test('finds nothing wrong with an estate that is whole, however hard it looks', async () => {
    const committed = await run('commit', '-m', 'v1', '--verify-twice')
    expect(committed.stderr).toContain('nothing changed between the two reads')
    expect(committed.exitCode).toBe(0)
    expect(await failures('v1', '--full', '--live')).toEqual([])
    const { stdout } = await run('verify', 'v1')
    expect(stdout).toMatch(/^ok {6}s3 +objects and bytes match the listing +46 buckets, /)
    expect(stdout).toMatch(
      /\nok +gas +projects have their manifest and all files +4 projects, 20 files, 4 libraries, 8 scopes\n/,
    )
    expect(stdout).toMatch(/\nv1: \d+ checks passed\n$/)
  })

  test('names each thing that is wrong with a damaged estate, and nothing else', async () => {
    const { account } = served
    account.deleteObject('qos-staging-site', 'index.html')
    account.deleteObject('qos-staging-site', 'css/site.css')
    const [fn, deployed] = [...estate.functions][4] ?? []
    if (fn === undefined || deployed === undefined) throw new Error('there are too few functions')
    deployed.code = packageOf(fn, 2)
    change('lambda', 'GetFunction', (get) => (input, call) => {
      const answer = get(input, call)
      if (input['FunctionName'] === fn) account.packages.set(fn, Buffer.from('tampered'))
      return answer
    })
    const zone = [...estate.zones.values()][3]
    zone?.records.push({
      Name: `old.${zone.name}`,
      Type: 'CNAME',
      TTL: 60,
      ResourceRecords: [{ Value: 'd999gone.cloudfront.net' }],
    })
    change('acm', 'DescribeCertificate', (describe) => (input, call) => {
      const { Certificate } = describe(input, call) as { Certificate: { DomainName: string } }
      const soon = new Date(Date.now() + 10.5 * 86_400_000)
      return Certificate.DomainName === 'sailjada.example'
        ? { Certificate: { ...Certificate, NotAfter: soon } }
        : { Certificate }
    })
    expect((await run('commit', '-m', 'damaged')).exitCode).toBe(3)
    const found = await failures('damaged')
    expect(found.map((text) => text.replace(/\d{4}-\d\d-\d\d/, '<date>')).sort()).toEqual(
      [
        's3 s3-buckets/qos-staging-site/index.html: missing; qos-prod-site has it',
        's3 s3-buckets/qos-staging-site/css/site.css: missing; qos-prod-site has it',
        `lambda lambda/functions/${fn}/code.zip: not captured: changing (CodeSha256Mismatch)`,
        `route53 route53/dns-records/${(zone?.name ?? '').slice(0, -1)}.json: old.${(zone?.name ?? '').slice(0, -1)} CNAME points to d999gone.cloudfront.net: nothing in cloudfront/distributions/ has that name`,
        'acm acm/certificates/sailjada.example/00000000-0000-4000-8000-000000000001.json: sailjada.example expires in 10 days (<date>)',
      ].sort(),
    )
  })

  test('tells what the account has and a version has not', async () => {
    served.account.putObject('qos-prod-site', 'new.html', 'x')
    served.account.putObject('qos-staging-site', 'new.html', 'x')
    const found = (await failures('v1', '--live')).filter((text) => text.includes('new.html'))
    expect(found).toEqual([
      's3-buckets s3-buckets/qos-prod-site/new.html: the account has it now',
      's3-buckets s3-buckets/qos-staging-site/new.html: the account has it now',
    ])
  })

  test('notices what moves by itself', async () => {
    let asked = 0
    change('sqs', 'GetQueueAttributes', (get) => (input, call) => ({
      Attributes: { ...(get(input, call) as { Attributes: object }).Attributes, Moves: String(asked++) },
    }))
    const ran = await run('commit', '--only', 'sqs', '--verify-twice', '--json')
    expect((ran.json() as { moved: string[] }).moved).toEqual(
      ['qos', 'sailjada', 'tidewater'].map((shop) => `integrations/sqs/queues/${shop}-work.json`),
    )
  })
})
