// `npm run demo`: the main job on an AWS account that lives in this process. Nothing leaves the machine.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import pc from 'picocolors'
import { installClasp } from '../fixtures/clasp/install-clasp.ts'
import { applyDeployment, DEPLOYMENT } from '../fixtures/deployment.ts'
import type { Account } from '../fixtures/endpoint/account.ts'
import { DEMO_KEY } from '../fixtures/endpoint/credentials.ts'
import { addEstate, deployEstate, ESTATE_DEPLOYMENT } from '../fixtures/estate/estate.ts'
import { makeScriptProjects, SCRIPT_IDS } from '../fixtures/estate/script-projects.ts'
import { startEndpoint } from '../fixtures/endpoint/endpoint.ts'
import type { StoredObject } from '../fixtures/endpoint/stored-object.ts'
import { loadFixtureAccount } from '../fixtures/fixture-account.ts'

const JSNAP = join(import.meta.dirname, '..', 'bin', 'jsnap.js')
const SHOWN_PER_FOLDER = 6

const colors = pc.createColors(process.stdout.isTTY && pc.isColorSupported)

/** One line of an index that checkout writes beside a bucket's configuration. */
interface IndexLine {
  readonly key: string
  /** Relative to the target of the checkout. */
  readonly file: string | null
  readonly sha256: string | null
}

let interrupted = false

// The commands get the same Ctrl-C and end by themselves; the demo then clears up.
process.on('SIGINT', interrupt)
// A reader such as `head` has gone: there is nobody to show the rest to.
process.stdout.on('error', interrupt)

function interrupt(): void {
  interrupted = true
}

process.exitCode = await runDemo()

async function runDemo(): Promise<number> {
  const account = loadFixtureAccount()
  const estate = addEstate(account)
  const endpoint = await startEndpoint({ account })
  const scratch = mkdtempSync(join(tmpdir(), 'jsnap-demo-'))
  try {
    const env = demoEnvironment(endpoint.url, scratch)
    const jsnap = (...args: string[]) => runJsnap(args, scratch, env)
    say(
      `An AWS account of three shops is now served at ${endpoint.url}: ${account.buckets.size} buckets`,
      `with ${countObjects(account)} objects, ${estate.distributions.size} distributions, ${estate.functions.size} functions, ${estate.zones.size} zones, tables, databases and`,
      `more. A stand-in for Google's clasp has ${Object.keys(SCRIPT_IDS).length} Apps Script projects. The commands below`,
      `run in the scratch folder ${basename(scratch)}, which is removed at the end.`,
    )
    installClasp(join(scratch, 'bin'), makeScriptProjects())
    writeFileSync(join(scratch, 'jsnap.config.json'), JSON.stringify({ gas: SCRIPT_IDS }))
    await jsnap('commit', '-m', 'v1.0')
    const objectsBefore = currentObjects(account)

    applyDeployment(account)
    deployEstate(estate)
    say(
      'A deployment changes the account:',
      ...[...DEPLOYMENT, ...ESTATE_DEPLOYMENT].map((change) => `  ${change}`),
    )
    await jsnap('commit', '-m', 'v1.1')
    await jsnap('log')
    await jsnap('diff', 'v1.0', 'v1.1')
    await jsnap('log', 'www.qos-audio.example')
    await jsnap('checkout', 'v1.0', './out')

    say('What is now in ./out:', ...treeLines(join(scratch, 'out')))
    const { equal, wrong } = compare(objectsBefore, join(scratch, 'out'))
    const total = equal + wrong.length
    say(`${equal} of ${total} objects are byte for byte what the account held at v1.0.`)
    if (wrong.length > 0) throw new Error(`these are not: ${wrong.slice(0, 10).join(', ')}`)

    say(
      'For your own account, in this clone, with credentials as the aws command finds',
      'them (a commit only reads):',
      '',
      `  ${colors.bold('npx jsnap commit -m v1.0')}`,
      `  ${colors.bold('npx jsnap commit -m v1.1')}    after the next deployment`,
      `  ${colors.bold('npx jsnap diff v1.0 v1.1')}`,
      `  ${colors.bold('npx jsnap checkout v1.0 ../estate-v1.0')}`,
    )
    return 0
  } catch (error) {
    if (interrupted) return 130
    process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    await endpoint.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Shows a command and runs it as a user would, its output going where the demo's goes. */
async function runJsnap(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (interrupted) throw new Error('interrupted')
  process.stdout.write(`\n${colors.dim('$')} ${colors.bold(`jsnap ${args.join(' ')}`)}\n`)
  const child = spawn(process.execPath, [JSNAP, ...args], {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  if (code !== 0) throw new Error(`'jsnap ${args.join(' ')}' ended with ${String(code ?? signal)}`)
}

/** The environment of the commands: the demo account's key, and nothing of the user's own AWS settings. */
function demoEnvironment(url: string, scratch: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS|JSNAP)_/.test(name))
  return {
    ...Object.fromEntries(own),
    PATH: `${join(scratch, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: DEMO_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DEMO_KEY.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: join(scratch, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(scratch, 'no-credentials'),
    // The scratch folder is on no list that outlasts it.
    XDG_STATE_HOME: join(scratch, 'state'),
  }
}

function say(...lines: string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n`)
}

function currentObjects(account: Account): ReadonlyMap<string, readonly StoredObject[]> {
  return new Map([...account.buckets.values()].map((bucket) => [bucket.name, [...bucket.objects()]]))
}

function countObjects(account: Account): number {
  return [...currentObjects(account).values()].reduce((sum, objects) => sum + objects.length, 0)
}

/** Reads every object back through the index that checkout wrote, and compares it with what the account held. */
function compare(
  objects: ReadonlyMap<string, readonly StoredObject[]>,
  out: string,
): { equal: number; wrong: string[] } {
  let equal = 0
  const wrong: string[] = []
  for (const [bucket, held] of objects) {
    const files = readIndex(join(out, 's3-configs', `${bucket}.objects.jsonl`))
    for (const { key, content } of held) {
      const file = files.get(key)
      const bytes = content.read(0, content.size)
      if (file !== undefined && readFileSync(join(out, file)).equals(bytes)) equal++
      else wrong.push(`${bucket}/${key}`)
    }
  }
  return { equal, wrong }
}

function readIndex(file: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue
    const { key, file: written } = JSON.parse(line) as IndexLine
    if (written !== null) files.set(key, written)
  }
  return files
}

/** A folder and what is in it, two levels deep, with the number of files below each folder. */
function treeLines(folder: string): string[] {
  return listFolder(folder).flatMap((name) => {
    const path = join(folder, name)
    if (!statSync(path).isDirectory()) return [`  ${name}`]
    const inside = listFolder(path)
    const shown = inside.slice(0, SHOWN_PER_FOLDER).map((child) => `    ${describe(path, child)}`)
    const rest = inside.length - shown.length
    return [
      `  ${describe(folder, name)}`,
      ...shown,
      ...(rest > 0 ? [colors.dim(`    and ${rest} more`)] : []),
    ]
  })
}

function describe(folder: string, name: string): string {
  const path = join(folder, name)
  if (!statSync(path).isDirectory()) return name
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const count = `${files.length} ${files.length === 1 ? 'file' : 'files'}`
  return `${`${name}/`.padEnd(28)} ${colors.dim(count)}`
}

function listFolder(folder: string): string[] {
  return readdirSync(folder).sort()
}
