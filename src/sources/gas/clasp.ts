import type { JsonObject } from '../../model/canonical-json.ts'
import { runCommand, type Ended } from '../run-command.ts'
import { listedEntries, pulledNames, type ListName } from './clasp-answer.ts'
import { pulledFiles, type PulledFile } from './pulled-files.ts'
import { ClaspError } from './clasp-error.ts'
import { cleanMessage } from '../clean-message.ts'

const TIMEOUT_MS = 120_000

/** The major versions of clasp that are understood. */
type Major = 2 | 3
type Question = 'pull' | ListName

/** The most entries of a list that clasp returns. */
const LONGEST_LIST: Readonly<Record<Major, Readonly<Record<ListName, number>>>> = {
  2: { deployments: 50, versions: 1000 },
  3: { deployments: 1000, versions: 1000 },
}

const LOGGED_OUT =
  /no credentials found|could not read api credentials|not logged in|please login|error retrieving access token|invalid_grant|invalid_rapt|unauthenticated/i
/** Clasp 2 takes it for a failure that a script has no versions. */
const NO_VERSIONS = 'No deployed versions of script.\n'

/** Settings that would have clasp take another project, or print its credentials. */
const NOT_HANDED_ON = ['clasp_config_project', 'clasp_config_ignore', 'DEBUG', 'NODE_DEBUG']

/** The entries of a list; `isCut` when clasp may not have given all of them. */
export interface ClaspList {
  readonly entries: readonly JsonObject[]
  readonly isCut: boolean
}

/** Google's `clasp` command, of whichever major version is installed. Its methods throw ClaspError. */
export class Clasp {
  readonly #env: Readonly<Record<string, string | undefined>>
  readonly #signal: AbortSignal
  readonly #onRequest: (operation: string) => void
  #version: Promise<Major> | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #isFresh = false

  constructor(
    env: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal,
    onRequest: (operation: string) => void,
  ) {
    this.#env = Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_HANDED_ON.includes(name)))
    this.#signal = signal
    this.#onRequest = onRequest
  }

  /** Pulls the project of a folder into it. */
  async pull(folder: string): Promise<readonly PulledFile[]> {
    const { stdout, failure } = await this.#ask('pull', folder)
    const files = pulledFiles(folder, pulledNames(stdout))
    // Every project has a manifest. Clasp 3 ends well also when it has not done what it was asked.
    if (!files.some(({ path }) => path === 'appsscript.json')) throw failure
    return files
  }

  /** The deployments or the versions of the project of a folder. */
  async list(list: ListName, folder: string): Promise<ClaspList> {
    const { stdout, failure, major } = await this.#ask(list, folder)
    const entries = listedEntries(list, stdout)
    if (entries === undefined) throw failure
    return { entries, isCut: entries.length >= LONGEST_LIST[major][list] }
  }

  /** What clasp says, and what is thrown when that is not an answer. Clasp 3 knows the names that the commands had in clasp 2. */
  async #ask(
    question: Question,
    folder: string,
  ): Promise<{ stdout: string; failure: ClaspError; major: Major }> {
    const major = await (this.#version ??= this.#askVersion(folder))
    const args = major === 2 ? [question] : [question, '--json']
    const ended = await this.#inTurn(major, () => {
      this.#onRequest(`gas:${question}`)
      return this.#run(args, folder)
    })
    const { exitCode, stdout, stderr } = exited(ended)
    const failure = failureOf(args, stderr)
    if (exitCode === 0) return { stdout, failure, major }
    if (question === 'versions' && stderr.includes(NO_VERSIONS))
      return { stdout: NO_VERSIONS, failure, major }
    throw failure
  }

  /**
   * Clasp writes its credentials in place, and two that do so at once would spoil them. Clasp 2 does it with every call,
   * clasp 3 when the access token has expired, which the first call sees to.
   */
  #inTurn(major: Major, call: () => Promise<Ended>): Promise<Ended> {
    const answer = this.#turn.then(call)
    if (major === 2 || !this.#isFresh) this.#turn = answer.catch(() => undefined)
    this.#isFresh = true
    return answer
  }

  async #askVersion(folder: string): Promise<Major> {
    const { stdout, stderr } = exited(await this.#run(['--version'], folder))
    const [version, major] = /^(\d+)\.\d+\.\d+/m.exec(stdout) ?? []
    if (version === undefined) throw failureOf(['--version'], stderr)
    if (major !== '2' && major !== '3') {
      throw new ClaspError(
        'ClaspUnsupported',
        `clasp ${version} is not supported; install @google/clasp 3 (or 2)`,
      )
    }
    return major === '2' ? 2 : 3
  }

  #run(args: readonly string[], folder: string): Promise<Ended> {
    return runCommand('clasp', args, {
      env: this.#env,
      folder,
      timeoutMs: TIMEOUT_MS,
      signal: this.#signal,
    })
  }
}

function exited(ended: Ended): { exitCode: number | null; stdout: string; stderr: string } {
  switch (ended.kind) {
    case 'exit':
      return { ...ended, stdout: Buffer.from(ended.stdout).toString() }
    case 'timeout':
      throw new ClaspError(
        'ClaspTimeout',
        `clasp did not finish within ${TIMEOUT_MS / 1000} s; run it by hand`,
      )
    case 'not started':
      if (ended.code === 'ENOENT') {
        throw new ClaspError(
          'ClaspMissing',
          "no 'clasp' on the PATH; install it with 'npm install -g @google/clasp', then run 'clasp login'",
        )
      }
      throw new ClaspError('ClaspFailed', `clasp cannot be started: ${ended.code}`)
  }
}

function failureOf(args: readonly string[], stderr: string): ClaspError {
  const said = cleanMessage(stderr)
  if (LOGGED_OUT.test(stderr))
    return new ClaspError('ClaspLoggedOut', `clasp is logged out (${said}); run 'clasp login'`)
  return new ClaspError(
    'ClaspFailed',
    `'clasp ${args.join(' ')}': ${said === '' ? 'unexpected output' : said}; check the script id and that this account may read the project`,
  )
}
