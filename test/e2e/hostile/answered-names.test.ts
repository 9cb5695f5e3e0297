import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeZip } from '../../../fixtures/estate/make-zip.ts'
import { scratchFolder } from '../../helpers/scratch.ts'
import { plainServer } from '../../sources/aws/plain-server.ts'
import { jsnap, succeed } from '../jsnap-command.ts'

/** None is a name that AWS lets a function or a table have. */
const NAMES = [
  '../../../../up',
  'a/../../../../b',
  '/etc/cron.d/x',
  'line\n../../../break',
  'C:\\x',
  '%2e%2e/%2e%2e/y',
]

const ZIP = makeZip([{ name: '../../../../member', content: 'x' }])

/** Functions and tables of these names, each with its package or its items. */
function accountOf(names: readonly string[]): Promise<string> {
  const sha256 = createHash('sha256').update(ZIP).digest('base64')
  const functionOf = (name: string) => ({
    FunctionName: name,
    FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
    PackageType: 'Zip',
    CodeSha256: sha256,
    CodeSize: ZIP.length,
  })
  return plainServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? '').split('.')[1]
      const name = /^\/2015-03-31\/functions\/([^/]+)$/.exec(path)?.[1]
      if (target === 'ListTables') json(200, { TableNames: names })
      else if (target === 'DescribeTable') {
        const { TableName } = JSON.parse(Buffer.concat(chunks).toString()) as { TableName: string }
        json(200, {
          Table: {
            TableName,
            TableArn: `arn:aws:dynamodb:us-east-1:123456789012:table/${TableName}`,
            TableStatus: 'ACTIVE',
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            ItemCount: 1,
            TableSizeBytes: 10,
          },
        })
      } else if (target === 'Scan') json(200, { Items: [{ id: { S: 'one' } }], Count: 1, ScannedCount: 1 })
      else if (path.startsWith('/2015-03-31/functions') && name === undefined && !path.endsWith('/versions'))
        json(200, { Functions: names.map(functionOf) })
      else if (name !== undefined)
        json(200, {
          Configuration: functionOf(decodeURIComponent(name)),
          Code: { Location: `http://${request.headers.host ?? ''}/package` },
        })
      else if (path === '/package') response.end(ZIP)
      else json(404, { message: 'none' })
    })
  })
}

test('nothing is written outside of the target, whatever functions and tables are called', async () => {
  const outer = scratchFolder()
  const cwd = join(outer, 'a/b/c/d')
  mkdirSync(cwd, { recursive: true })
  const env = {
    AWS_ENDPOINT_URL: await accountOf(NAMES),
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'us-east-1',
  }
  const made = await jsnap(['commit', '--only', 'lambda', '--only', 'dynamodb', '-m', 'v1'], { cwd, env })
  expect([0, 3], made.stderr).toContain(made.exitCode)
  const lines = (await succeed(['ls', 'v1', '--json'], { cwd })).stdout.trimEnd().split('\n')
  const paths = lines.map((line) => (JSON.parse(line) as { path: string }).path)
  // A slash in front is not doubled, as with the names of log groups and parameters.
  for (const name of NAMES.map((one) => one.replace(/^\//, ''))) {
    expect(paths).toContain(`lambda/functions/${name}/code.zip`)
    expect(paths).toContain(`databases/table-exports/${name}.jsonl`)
  }
  const listed = await succeed(['ls', 'v1'], { cwd })
  expect(listed.stdout.trimEnd().split('\n')).toHaveLength(paths.length)
  await succeed(['checkout', 'v1', 'out'], { cwd })
  const outside = readdirSync(outer, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !/^a\/b\/c\/d\/(?:out|\.jsnap)(?:\/|$)/.test(path),
  )
  expect(outside.sort()).toEqual(['a', 'a/b', 'a/b/c', 'a/b/c/d'])
  const inside = readdirSync(join(cwd, 'out'), { recursive: true, encoding: 'utf8' })
  expect(inside.filter((path) => path.endsWith('code.zip'))).toHaveLength(NAMES.length)
})
