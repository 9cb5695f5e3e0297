// The folders that the scope of a version is about by name: buckets, tables, folders, projects and addresses.

/** The objects of buckets. */
export const OBJECTS = 's3-buckets/'
/** The configurations of buckets. */
export const BUCKET_CONFIGS = 's3-configs/'
/** The items of DynamoDB tables. */
export const TABLE_EXPORTS = 'databases/table-exports/'
/** Local files, by the name of their folder in the configuration. */
export const LOCAL_FOLDERS = 'local/'
/** Apps Script projects. */
export const SCRIPT_PROJECTS = 'gas-projects/'
/** Webhooks of the configuration. */
export const WEBHOOK_ADDRESSES = 'integrations/webhooks/'

/** The name right below a folder, and what is below that; undefined of a path elsewhere. */
export function namedIn(folder: string, path: string): readonly [name: string, inside: string] | undefined {
  if (!path.startsWith(folder)) return undefined
  const [name = '', ...inside] = path.slice(folder.length).split('/')
  return name === '' ? undefined : [name, inside.join('/')]
}

/** The name of a document of a folder, which may have slashes; undefined of a path elsewhere. */
export function documentIn(folder: string, path: string, extension = '.json'): string | undefined {
  return path.startsWith(folder) && path.endsWith(extension)
    ? path.slice(folder.length, -extension.length)
    : undefined
}
