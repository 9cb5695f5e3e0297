import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Account } from '../../../fixtures/endpoint/account.ts'
import { addEstate, deployEstate, type Estate } from '../../../fixtures/estate/estate.ts'
import { seededContent } from '../../../fixtures/generated-account.ts'
import { HOSTILE_KEYS } from '../../../fixtures/hostile-keys.ts'

/** A secret value of the second release; of the first, which is sealed for nobody, only a marker is kept. */
export const SEALED_VALUE = 'value 2 of the frozen shop'

/** Paths whose bytes are compared: small, odd, in chunks, with a marker, from a package. */
export const READ_PATHS: readonly string[] = [
  's3-buckets/frozen-site/--option.txt',
  's3-buckets/frozen-site/new\nline.txt',
  's3-buckets/frozen-site/a/../../escape.txt',
  's3-buckets/frozen-dumps/shop.dump',
  's3-configs/frozen-site.json',
  'lambda/functions/qos-order-intake/config.json',
  'lambda/functions/qos-order-intake/code/index.mjs',
  'local/site/.env',
]

/** The objects that the interrupted commit was to read: few enough bytes to be frozen, enough of them to be interrupted. */
export const NEW_OBJECTS = 900

const THUMBS = 201
const KIB = 1024
/** Looks like one of GitHub's, and is put together so that this file does not. */
const TOKEN = ['gh', 'p_', '0123456789abcdefghij', '0123456789abcdef'].join('')
const DATE = '2026-03-02T08:00:00Z'
/** Of the kind of seed that makes text, which compresses. */
const TEXT_SEED = 1
const DUMP_BYTES = 1100 * KIB

/** An estate with what format 1 can hold. It is the same on every run: what a journal says must match it later. */
export class EstateToFreeze {
  readonly account = new Account({ now: () => new Date(DATE) })
  readonly #estate: Estate = addEstate(this.account)
  readonly #zones = this.account.services.get('route53')

  constructor() {
    for (const bucket of ['frozen-site', 'frozen-dumps', 'frozen-payroll', 'frozen-thumbs', 'frozen-uploads'])
      this.account.createBucket(bucket)
    // Too many for their tags to be looked at again.
    for (let number = 0; number < THUMBS; number++)
      this.account.putObject('frozen-thumbs', `${number}.png`, `thumb ${number}`)
    for (const key of HOSTILE_KEYS)
      this.account.putObject('frozen-site', key, `page ${JSON.stringify(key)}\n`)
    this.account.putObject('frozen-site', 'token.txt', `found: ${TOKEN}\n`)
    this.account.putObject('frozen-site', 'archived.bin', 'cold', { storageClass: 'GLACIER' })
    this.account.putObject('frozen-dumps', 'shop.dump', seededContent(TEXT_SEED, DUMP_BYTES), {
      contentType: 'application/sql',
      metadata: { made: 'nightly' },
      tags: { keep: 'yes' },
    })
    this.account.deny('frozen-payroll')
    this.account.services.set('route53', {
      ...this.#zones,
      ListReusableDelegationSets: () => ({
        DelegationSets: [{ Id: '/delegationset/N1', CallerReference: 'once', NameServers: ['ns-1.example'] }],
      }),
    })
  }

  /** What the first version may not list. */
  static readonly DENIED = 'ListHealthChecks'

  /** Between the first version and the second: another dump, another key of a function, a page less. */
  deploy(): void {
    deployEstate(this.#estate)
    // The only delegation set is gone, which a note says.
    this.account.services.set('route53', this.#zones ?? {})
    const before = seededContent(TEXT_SEED, DUMP_BYTES).read(0, DUMP_BYTES)
    const after = Buffer.concat([
      before.subarray(0, 700 * KIB),
      Buffer.from('-- in between\n'),
      before.subarray(700 * KIB),
    ])
    this.account.putObject('frozen-dumps', 'shop.dump', after, { contentType: 'application/sql' })
    this.account.deleteObject('frozen-site', 'plus plus.txt')
    this.account.putObject('frozen-site', 'MANIFEST.md', '# of the bucket\n')
  }

  /** What the interrupted commit finds. */
  upload(): void {
    for (let number = 0; number < NEW_OBJECTS; number++)
      this.account.putObject(
        'frozen-uploads',
        `order-${String(number).padStart(4, '0')}.json`,
        `{"order":${number}}\n`,
      )
  }
}

/** Writes the folder that is captured beside the account. */
export function writeSite(folder: string, release: number): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'empty'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), `<h1>release ${release}</h1>\n`)
  writeFileSync(join(folder, 'deploy.sh'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  writeFileSync(join(folder, '.env'), `# shop\nSTAGE=prod\nPASSWORD="value ${release} of the frozen shop"\n`)
  writeFileSync(join(folder, ' odd\tname\n.txt'), 'odd\n')
  // Where names are bytes: an older jsnap that goes on from the last version cannot read such a file.
  if (release === 1 && process.platform === 'linux')
    writeFileSync(Buffer.concat([Buffer.from(join(folder, 'caf')), Buffer.from([0xe9])]), 'of Latin-1\n')
  symlinkSync(release === 1 ? 'index.html' : 'deploy.sh', join(folder, 'current'))
}
