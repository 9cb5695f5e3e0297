import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createSession } from '../../../../../src/sources/aws/session.ts'
import { createServiceSource } from '../../../../../src/sources/aws/service-source.ts'
import { IamReferences } from '../../../../../src/sources/aws/iam-references.ts'
import { LAMBDA } from '../../../../../src/services/lambda.ts'
import { Store } from '../../../../../src/store/store.ts'
import { scratchFolder } from '../../../../helpers/scratch.ts'
import { commitSources, entriesOf } from '../../../../helpers/snapshot.ts'
import { plainServer } from '../../plain-server.ts'
import { makeZip } from '../../../../../fixtures/estate/make-zip.ts'

const NO_TABLES = { leftOut: () => undefined, readUnitsPerSecond: undefined }
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64')
const zipOf = (text: string) =>
  makeZip([
    { name: 'index.js', content: `exports.handler = () => '${text}'\n`, mode: 0o644 },
    { name: 'lib/prices.json', content: '{"eur":5}' },
  ])

let store: Store
/** The packages of the account's functions, by name. */
let functions: Map<string, Buffer>
/** What is served instead of a package, by name. */
let served: Map<string, Buffer>
/** The packages of published versions, by the function's name. */
let versions: Map<string, Buffer[]>
let location: ((name: string) => string) | undefined
let url: string

beforeEach(async () => {
  store = Store.init(join(scratchFolder(), '.jsnap'))
  functions = new Map([['orders', zipOf('orders')]])
  served = new Map()
  versions = new Map()
  location = undefined
  url = await plainServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    const json = (status: number, body: object) =>
      response
        .writeHead(status, {
          'Content-Type': 'application/json',
          ...(status === 404 ? { 'x-amzn-errortype': 'ResourceNotFoundException' } : {}),
        })
        .end(JSON.stringify(body))
    const configOf = (name: string, zip: Buffer) => ({
      FunctionName: name,
      FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
      PackageType: 'Zip',
      CodeSha256: sha256(zip),
      CodeSize: zip.length,
    })
    if (path === '/2015-03-31/functions/' || path === '/2015-03-31/functions') {
      json(200, { Functions: [...functions].map(([name, zip]) => configOf(name, zip)) })
      return
    }
    const [, listed = ''] = /^\/2015-03-31\/functions\/([^/]+)\/versions$/.exec(path) ?? []
    if (listed !== '') {
      const all = (versions.get(listed) ?? []).map((zip, i) => ({
        ...configOf(listed, zip),
        Version: `${i + 1}`,
      }))
      json(200, { Versions: all })
      return
    }
    const [, name = ''] = /^\/2015-03-31\/functions\/([^/]+)$/.exec(path) ?? []
    const qualifier = new URL(request.url ?? '/', 'http://x').searchParams.get('Qualifier')
    const zip = qualifier === null ? functions.get(name) : versions.get(name)?.[Number(qualifier) - 1]
    if (zip !== undefined) {
      json(200, {
        Configuration: configOf(name, zip),
        Code: { Location: location?.(name) ?? `${url}/package/${name}?${qualifier ?? ''}` },
      })
      return
    }
    if (path.startsWith('/package/')) {
      const of = path.slice('/package/'.length)
      expect(request.headers.authorization).toBeUndefined()
      const version = Number(new URL(request.url ?? '/', 'http://x').search.slice(1))
      response.end(served.get(of) ?? (version > 0 ? versions.get(of)?.[version - 1] : functions.get(of)))
      return
    }
    const nothing = { CapacityProviders: [], CodeSigningConfigs: [], EventSourceMappings: [], Layers: [] }
    if (/layers|capacity-providers|event-source-mappings|code-signing-configs/.test(path)) json(200, nothing)
    else if (path.includes('/tags/')) json(200, { Tags: {} })
    else json(404, { message: 'none' })
  })
  return () => store.close()
})

async function commit(only: string[] = []) {
  const session = createSession({
    endpointUrl: url,
    env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-east-1' },
    now: Date.now,
  })
  const options = {
    session,
    markAt: () => () => ({ $secret: '' }),
    references: new IamReferences(),
    tableData: NO_TABLES,
  }
  const version = await commitSources(store, [createServiceSource(LAMBDA, options)], { only })
  const files = entriesOf(store, version).filter(({ path }) => /\/code(\.zip$|\/)/.test(path))
  const contents = Object.fromEntries(
    files.map(({ path, sha256: digest, meta }) => [
      path,
      digest === null ? meta['code'] : store.readContent(digest).toString('latin1'),
    ]),
  )
  return { version, contents, downloads: version.requests['lambda:download'] ?? 0 }
}

const expected = (name: string, zip: Buffer, text: string) => ({
  [`lambda/functions/${name}/code.zip`]: zip.toString('latin1'),
  [`lambda/functions/${name}/code/index.js`]: `exports.handler = () => '${text}'\n`,
  [`lambda/functions/${name}/code/lib/prices.json`]: '{"eur":5}',
})

describe('the code of functions', () => {
  test('is the exact package, and its files', async () => {
    const { contents, version, downloads } = await commit()
    expect(version.commit.problems).toEqual([])
    expect(contents).toEqual(expected('orders', zipOf('orders'), 'orders'))
    expect(downloads).toBe(1)
  })

  test('is not asked for again while it has not changed', async () => {
    const first = await commit()
    const second = await commit()
    expect(second.version.commit.tree).toBe(first.version.commit.tree)
    expect(second.downloads).toBe(0)
  })

  test('is read anew when it has changed, and files that are gone are gone', async () => {
    await commit()
    const zip = makeZip([{ name: 'main.py', content: 'pass' }])
    functions.set('orders', zip)
    const { contents, downloads } = await commit()
    expect(contents).toEqual({
      'lambda/functions/orders/code.zip': zip.toString('latin1'),
      'lambda/functions/orders/code/main.py': 'pass',
    })
    expect(downloads).toBe(1)
  })

  test('is not downloaded when the store has it from somewhere else', async () => {
    await commit()
    functions.set('copy', zipOf('orders'))
    const { contents, downloads } = await commit()
    expect(contents).toEqual({
      ...expected('copy', zipOf('orders'), 'orders'),
      ...expected('orders', zipOf('orders'), 'orders'),
    })
    expect(downloads).toBe(0)
  })

  test('that is not the one Lambda names is a problem, and a stub in its place', async () => {
    served.set('orders', zipOf('tampered'))
    const { contents, version } = await commit()
    expect(contents).toEqual({
      'lambda/functions/orders/code.zip': 'CodeSha256Mismatch',
      'lambda/functions/orders/code/': 'CodeSha256Mismatch',
    })
    expect(version.commit.problems.map(({ path }) => path)).toEqual([
      'lambda/functions/orders/code.zip',
      'lambda/functions/orders/code/',
    ])
  })

  test('is not asked for at an address of AWS when the endpoint is another', async () => {
    location = (name) =>
      `https://awslambda-us-east-1-tasks.s3.us-east-1.amazonaws.com/${name}?X-Amz-Signature=s`
    const { contents, version, downloads } = await commit()
    expect(contents).toEqual({
      'lambda/functions/orders/code.zip': 'NotServed',
      'lambda/functions/orders/code/': 'NotServed',
    })
    expect(downloads).toBe(0)
    expect(JSON.stringify(version.commit)).not.toContain('X-Amz-Signature')
  })

  test('that cannot be unpacked is there as the package that it is', async () => {
    const zip = Buffer.from('no zip at all')
    functions.set('orders', zip)
    const { contents, version } = await commit()
    expect(contents).toEqual({
      'lambda/functions/orders/code.zip': 'no zip at all',
      'lambda/functions/orders/code/': 'BadZip',
    })
    expect(version.commit.problems).toMatchObject([{ operation: 'lambda:unzip', code: 'BadZip' }])
  })

  test('of which one file cannot be unpacked has a stub for it, and is tried again', async () => {
    const zip = makeZip([
      { name: 'bad', content: 'x'.repeat(100), crc: 1 },
      { name: 'good', content: 'y' },
    ])
    functions.set('orders', zip)
    const first = await commit()
    expect(first.contents).toEqual({
      'lambda/functions/orders/code.zip': zip.toString('latin1'),
      'lambda/functions/orders/code/bad': 'BadZip',
      'lambda/functions/orders/code/good': 'y',
    })
    const { version, downloads } = await commit()
    expect(version.commit.problems).toHaveLength(1)
    expect(downloads).toBe(0)
  })

  test('is kept for each published version, downloaded once however many have it', async () => {
    const [old, now] = [zipOf('old'), zipOf('orders')]
    versions.set('orders', [old, old, now])
    const first = await commit()
    const published = {
      'lambda/functions/orders/versions/1/code.zip': old.toString('latin1'),
      'lambda/functions/orders/versions/2/code.zip': old.toString('latin1'),
      'lambda/functions/orders/versions/3/code.zip': now.toString('latin1'),
    }
    expect(first.contents).toEqual({ ...expected('orders', now, 'orders'), ...published })
    expect(first.downloads).toBe(2)
    functions.set('orders', zipOf('next'))
    const second = await commit()
    expect(second.contents).toEqual({ ...expected('orders', zipOf('next'), 'next'), ...published })
    expect(second.downloads).toBe(1)
    expect((await commit()).version.commit.tree).toBe(second.version.commit.tree)
  })

  test('is scanned for secrets, and what was found is known while it has not changed', async () => {
    const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_')
    functions.set('orders', makeZip([{ name: 'lib/client.js', content: `\nconst token = '${token}'\n` }]))
    const findings = {
      count: 1,
      listed: [{ path: 'lambda/functions/orders/code/lib/client.js', line: 2, rule: 'github' }],
    }
    expect((await commit()).version.commit.findings).toEqual(findings)
    const again = await commit()
    expect([again.version.commit.findings, again.downloads]).toEqual([findings, 0])
  })

  test('can be wanted without its package, or the package without its files', async () => {
    const all = Object.keys(expected('orders', zipOf('orders'), 'orders'))
    const only = async (glob: string) => Object.keys((await commit([glob])).contents)
    expect(await only('lambda/functions/orders/code/**')).toEqual(
      all.filter((path) => path.includes('code/')),
    )
    expect(await only('lambda/functions/orders/code.zip')).toEqual(
      all.filter((path) => path.endsWith('.zip')),
    )
    expect(await only('lambda/functions/*/code/lib')).toEqual(all.filter((path) => path.includes('/lib/')))
  })
})
