import { GAS } from '../../services/gas.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ofOwnFile } from '../../runtime/disk-fault.ts'
import { readableJson } from '../../model/canonical-json.ts'
import type { Sink, Source } from '../source.ts'
import type { ListName } from './clasp-answer.ts'
import { ClaspError } from './clasp-error.ts'
import { Clasp } from './clasp.ts'

/** Each is a process of its own, with a hundred megabytes. */
const SIDE_BY_SIDE = 4

/** What the source of Apps Script projects needs. */
export interface GasOptions {
  /** What the `clasp` command is run with. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Holds a folder for each project while it is pulled. */
  readonly temporaryFolder: string
}

const [FOLDER = ''] = GAS.prefixes

/** The source of Google Apps Script projects, given as script ids by name. It has the `clasp` command pull them. */
export function createGasSource(projects: Readonly<Record<string, string>>, options: GasOptions): Source {
  return {
    name: 'gas',
    prefixes: GAS.prefixes,
    actions: [],
    isScanned: true,
    workerContext: () => Promise.resolve(null),
    async capture(sink, signal) {
      const clasp = new Clasp(options.env, signal, (operation) => sink.request(operation))
      const wanted = Object.entries(projects)
        .map(([name, scriptId]) => ({ prefix: `${FOLDER}${name}/`, scriptId }))
        .filter(({ prefix }) => sink.wants(prefix))
        .values()
      const lane = async () => {
        for (const { prefix, scriptId } of wanted) {
          sink.status(prefix)
          await captureProject(prefix, scriptId, clasp, options.temporaryFolder, sink)
        }
      }
      const ended = await Promise.allSettled(Array.from({ length: SIDE_BY_SIDE }, lane))
      for (const end of ended) if (end.status === 'rejected') throw end.reason
    },
  }
}

async function captureProject(
  prefix: string,
  scriptId: string,
  clasp: Clasp,
  temporaryFolder: string,
  sink: Sink,
): Promise<void> {
  // Clasp adds more to it, such as the folder it is in; the id is all that is the project's.
  const settings = Buffer.from(readableJson({ scriptId }))
  const folder = folderWith(settings, temporaryFolder)
  try {
    const isPulled = await told(prefix, 'gas:pull', sink, async () => {
      const files = await clasp.pull(folder)
      for (const { path, bytes } of [...files, { path: '.clasp.json', bytes: settings }]) {
        sink.listed({ path: prefix + path })
        await sink.document({ path: prefix + path, type: 'file', bytes, meta: {} })
      }
    })
    if (!isPulled) return
    for (const list of ['deployments', 'versions'] as const)
      await told(`${prefix}${list}.json`, `gas:${list}`, sink, () =>
        captureList(list, prefix, folder, clasp, sink),
      )
  } finally {
    remove(folder)
  }
}

/** Makes a folder for clasp in the store. @throws JsnapError StoreDisk */
function folderWith(settings: Uint8Array, temporaryFolder: string): string {
  try {
    const folder = mkdtempSync(join(temporaryFolder, 'gas-'))
    writeFileSync(join(folder, '.clasp.json'), settings)
    return folder
  } catch (error) {
    throw ofOwnFile(error)
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch (error) {
    throw ofOwnFile(error)
  }
}

async function captureList(list: ListName, prefix: string, folder: string, clasp: Clasp, sink: Sink) {
  const { entries, isCut } = await clasp.list(list, folder)
  const path = `${prefix}${list}.json`
  await sink.document({ path, type: 'config', bytes: Buffer.from(readableJson(entries)), meta: {} })
  if (isCut) {
    const message = `this clasp lists at most ${entries.length}; there may be more`
    sink.problem({ path, operation: `gas:${list}`, code: 'ClaspCut', message })
  }
}

/** Has work done, of which a failure of clasp is reported as a problem at a place that is not known then. */
async function told(
  path: string,
  operation: string,
  sink: Sink,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    // What is read is what clasp has written to the store's temporary folder.
    if (!(error instanceof ClaspError)) throw ofOwnFile(error)
    const { code, message } = error
    if (path.endsWith('/')) sink.bare({ path, type: 'unknown', size: 0, meta: { operation, code } })
    else sink.bare({ path, type: 'stub', size: 0, meta: { reason: 'failed', operation, code } })
    sink.problem({ path, operation, code, message })
    return false
  }
}
