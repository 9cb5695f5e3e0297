import { isUtf8 } from 'node:buffer'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { placeInFolder, rawNameMeta } from '../../model/byte-name.ts'
import type { JsonObject } from '../../model/canonical-json.ts'
import { codeOf } from '../../runtime/errors.ts'
import { gapAt } from '../../model/gap-matcher.ts'
import { cleanMessage } from '../clean-message.ts'
import type { MarkAt } from '../mark.ts'
import { runCommand } from '../run-command.ts'
import type { Sink } from '../source.ts'
import { fileMode } from './file-origin.ts'
import { markedText, type Syntax } from './marked-text.ts'
import { offerNoFile, offerUnreadable } from './offer.ts'
import { walk } from './walk.ts'
import { LOCAL_FOLDERS } from '../../model/scope-folders.ts'

/** The set `tooling`: what a developer's machine is set up with and runs on its own. */
export interface Tooling {
  /** Its `HOME` is the home folder; `crontab` is run with it. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly markAt: MarkAt
}

const PREFIX = `${LOCAL_FOLDERS}tooling/`

// Paths in the home folder; in a version they are below the prefix.
const FILES = [
  '.aws/config',
  '.bash_profile',
  '.bashrc',
  '.gitconfig',
  '.profile',
  '.ssh/config',
  '.zprofile',
  '.zshenv',
  '.zshrc',
]
const FOLDERS = [
  { folder: 'Library/LaunchAgents', isIgnored: (path: string) => !path.endsWith('.plist') },
  { folder: '.config/systemd/user', isIgnored: () => false },
]
/** Their neighbours that hold hardly anything but tokens. */
const NEVER = [
  '.aws/credentials',
  '.clasprc.json',
  '.docker/config.json',
  '.git-credentials',
  '.netrc',
  '.npmrc',
  '.pypirc',
]

const LARGEST = 256 * 1024
const CRONTAB_TIMEOUT_MS = 10_000
/** Of property lists only the plain form is understood that everybody writes. */
const UNUSUAL_XML = /<!\[|<!ENTITY|<(?:key|string|dict)\s|<!--(?:(?!--)[^])*(?:--(?!>)|(?![^]))|-->\s*[^\s<]/

/** Offers the set with a marker for every value that may be secret. What is not there is left out. */
export async function captureTooling(
  { env, markAt }: Tooling,
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  if (!sink.wants(PREFIX)) return
  const home = env['HOME'] ?? ''
  if (home === '') {
    const failure = { operation: 'local:tooling', code: 'NoHome' }
    sink.bare({ path: PREFIX, type: 'unknown', size: 0, meta: failure })
    sink.problem({ path: PREFIX, ...failure, message: 'HOME is not set; set it to your home folder' })
    return
  }
  const machine = new Machine(home, markAt, sink)
  for (const path of FILES) await machine.offerFile(path)
  for (const { folder, isIgnored } of FOLDERS) await machine.offerFolder(folder, isIgnored)
  await machine.offerCrontab(env, signal)
  for (const path of NEVER) {
    if (existsSync(join(home, path))) sink.notCovered({ path: PREFIX + path, reason: 'holds tokens' })
  }
}

class Machine {
  readonly #home: string
  readonly #markAt: MarkAt
  readonly #sink: Sink

  constructor(home: string, markAt: MarkAt, sink: Sink) {
    this.#home = home
    this.#markAt = markAt
    this.#sink = sink
  }

  /** A symlink is followed: dotfiles are often links into a folder of their own. */
  async offerFile(path: string): Promise<void> {
    const file = placeInFolder(this.#home, path)
    let stats: Stats
    let bytes: Buffer | undefined
    try {
      stats = statSync(file)
      if (stats.isFile() && stats.size <= LARGEST) bytes = readFileSync(file)
    } catch (error) {
      if (!isAbsent(error)) offerUnreadable(PREFIX + path, 0, 'local:read', error, this.#sink)
      return
    }
    if (bytes !== undefined) await this.#offerText(path, bytes, { mode: fileMode(stats) })
    else this.#leaveOut(path, stats.isFile() ? 'larger than 256 KiB' : 'no file')
  }

  async offerFolder(folder: string, isIgnored: (path: string) => boolean): Promise<void> {
    for (const item of walk({ readdirSync, lstatSync }, join(this.#home, folder), isIgnored)) {
      const path = `${folder}/${item.path}`
      if (item.kind === 'file') await this.offerFile(path)
      else if (item.kind !== 'error' || !isAbsent(item.error))
        await offerNoFile(item, PREFIX + path, placeInFolder(this.#home, path), this.#sink)
    }
  }

  async offerCrontab(env: Tooling['env'], signal: AbortSignal): Promise<void> {
    const ended = await runCommand('crontab', ['-l'], {
      env: { ...env, LC_ALL: 'C' },
      folder: this.#home,
      timeoutMs: CRONTAB_TIMEOUT_MS,
      signal,
    })
    if (ended.kind === 'exit') {
      const { exitCode, stdout, stderr } = ended
      if (exitCode === 0) await this.#offerText('crontab', stdout, {})
      else if (!/\bno crontab for\b/.test(stderr)) this.#noCrontab('Failed', cleanMessage(stderr))
    } else if (ended.kind === 'timeout') {
      this.#noCrontab('Timeout', `'crontab -l' did not finish within ${CRONTAB_TIMEOUT_MS / 1000} s`)
    } else if (ended.code !== 'ENOENT') {
      this.#noCrontab(ended.code, "'crontab' cannot be started")
    }
  }

  #noCrontab(code: string, message: string): void {
    const [path, operation] = [`${PREFIX}crontab`, 'local:crontab']
    this.#sink.bare({ path, type: 'stub', size: 0, meta: { reason: 'failed', operation, code } })
    this.#sink.problem({ path, operation, code, message })
  }

  async #offerText(path: string, bytes: Uint8Array, meta: JsonObject): Promise<void> {
    const syntax: Syntax = path === 'crontab' ? 'crontab' : path.endsWith('.plist') ? 'plist' : 'settings'
    const text = Buffer.from(bytes).toString()
    if (!isUtf8(bytes) || text.includes('\0')) this.#leaveOut(path, 'no text')
    else if (text.includes('PRIVATE KEY-----')) this.#leaveOut(path, 'holds a private key')
    else if (syntax === 'plist' && (!text.includes('<plist') || UNUSUAL_XML.test(text)))
      this.#leaveOut(path, 'an unusual property list')
    else {
      const marked = Buffer.from(markedText(text, syntax, this.#markAt(PREFIX + path)))
      await this.#sink.document({
        path: PREFIX + path,
        type: 'file',
        bytes: marked,
        meta: { ...meta, ...rawNameMeta(PREFIX + path) },
      })
    }
  }

  #leaveOut(path: string, reason: string): void {
    this.#sink.notCovered(gapAt(PREFIX + path, reason))
  }
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')
}
