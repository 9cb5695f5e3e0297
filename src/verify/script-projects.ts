import { readEntry } from '../store/entry-content.ts'
import type { Json, JsonObject } from '../model/canonical-json.ts'
import { at, isList, isObject } from '../model/json-place.ts'
import { formatCountOf } from '../runtime/format-count.ts'
import { checked, skipped, type Check, type Failure } from './check.ts'
import type { VerifiedVersion } from './verified-version.ts'
import { SCRIPT_PROJECTS } from '../model/scope-folders.ts'

const NAME = 'projects have their manifest and all files'

/** Looks for the manifest of each Apps Script project, and the files that clasp has named. */
export function checkScriptProjects(subject: VerifiedVersion): Check {
  const items = subject.documents.itemsBelow(SCRIPT_PROJECTS)
  const projects = [...new Set(items.map(({ path }) => path.split('/')[1] ?? ''))].filter(
    (name) => name !== '',
  )
  if (projects.length === 0) return skipped('gas', NAME, 'no projects')
  let [files, libraries, scopes] = [0, 0, 0]
  const failures = projects.flatMap((name): Failure[] => {
    const folder = `${SCRIPT_PROJECTS}${name}/`
    const unknown = subject.item(folder)
    if (unknown !== undefined)
      return [{ path: folder, message: `not captured: ${unknown.reason ?? 'unknown'}` }]
    const listed = subject.listing?.filter(({ path }) => path.startsWith(folder)) ?? []
    files += listed.length
    const manifest = readManifest(subject, `${folder}appsscript.json`)
    libraries += lengthAt('dependencies.libraries', manifest)
    scopes += lengthAt('oauthScopes', manifest)
    return [
      ...(manifest === undefined
        ? [{ path: `${folder}appsscript.json`, message: 'no readable manifest' }]
        : []),
      ...listed
        .filter(({ path }) => subject.item(path)?.sha256 == null)
        .map(({ path }) => ({ path, message: 'missing' })),
    ]
  })
  const counts = [
    formatCountOf(projects.length, 'project'),
    formatCountOf(files, 'file'),
    formatCountOf(libraries, 'library', 'libraries'),
    formatCountOf(scopes, 'scope'),
  ]
  return checked('gas', NAME, counts.join(', '), failures)
}

function readManifest(subject: VerifiedVersion, path: string): JsonObject | undefined {
  const item = subject.item(path)
  if (item === undefined || item.sha256 === null) return undefined
  try {
    const manifest = JSON.parse(readEntry(subject.store, item).toString()) as Json
    return isObject(manifest) ? manifest : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function lengthAt(place: string, document: JsonObject | undefined): number {
  const list = at(place, document)
  return isList(list) ? list.length : 0
}
