/** What people call one thing of a kind, and several of them. */
export interface Kind {
  readonly one: string
  readonly many: string
}

/** What a path is, or is a part of: a distribution, a function with its files, a zone. */
export interface Thing {
  readonly path: string
  readonly kind: Kind
}

/** Folders whose name does not say what one of the things in them is. */
const KINDS: Readonly<Record<string, Kind>> = {
  'databases/dynamodb-schemas': { one: 'table', many: 'tables' },
  'databases/table-exports': { one: 'table export', many: 'table exports' },
  'gas-projects': { one: 'file', many: 'files' },
  local: { one: 'file', many: 'files' },
  'route53/dns-records': { one: 'zone', many: 'zones' },
  's3-buckets': { one: 'object', many: 'objects' },
  's3-configs': { one: 'bucket configuration', many: 'bucket configurations' },
}

/** The thing that a path is, or is a part of: what is in the folder of a function or an API is a part of it. */
export function thingOf(path: string): Thing {
  const steps = path.split('/')
  const kind = namedKind(steps)
  if (kind !== undefined) return { path, kind }
  const depth = depthIn(steps)
  const thing = steps.slice(0, depth)
  return { path: thing.join('/'), kind: thing.length === depth ? kindIn(thing.at(-2)) : documentKind(thing) }
}

/** The kind that is in a folder; undefined of a folder inside of a thing, and of one that holds several kinds. */
export function kindBelow(folder: string): Kind | undefined {
  const steps = folder.replace(/\/$/, '').split('/')
  const named = KINDS[steps.join('/')]
  return named ?? (steps.length === depthIn(steps) - 1 ? kindIn(steps.at(-1)) : undefined)
}

/** The kind of what is at a place that could not be listed, as `lightsail/alarms/`; undefined above of kinds and inside of things. */
export function kindAt(place: string): Kind | undefined {
  const steps = place.split('/')
  return namedKind(steps) ?? (steps.length === depthIn(steps) ? kindIn(steps.at(-2)) : undefined)
}

function namedKind([first = '', second = '']: readonly string[]): Kind | undefined {
  return KINDS[`${first}/${second}`] ?? KINDS[first]
}

/** How many steps the path of a thing has: some folders are of a service, or a scope, and the kinds are below it. */
function depthIn([first, second]: readonly string[]): number {
  const hasGroups = first === 'integrations' || first === 'waf' || (first === 'databases' && second === 'rds')
  return hasGroups ? 4 : 3
}

/** One of `distributions` is a distribution. */
function kindIn(folder = 'paths'): Kind {
  const many = folder.replaceAll('-', ' ')
  const one = many
    .replace(/(?<=polic|identit|activit|quer|deliver)ies$/, 'y')
    .replace(/(?<=\bbus)es$/, '')
    .replace(/(?<!s|bus)s(?= v2$|$)/, '')
  return { one, many }
}

/** A document beside the folders of kinds is called by its name, as the settings of an account. */
function documentKind(thing: readonly string[]): Kind {
  const name = thing
    .slice(-2)
    .join(' ')
    .replace(/\.json$/, '')
    .replaceAll('-', ' ')
  return { one: `${name} document`, many: `${name} documents` }
}
