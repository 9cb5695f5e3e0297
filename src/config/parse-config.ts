import { JsnapError, messageOf } from '../runtime/errors.ts'
import type { Config } from './config.ts'
import type { ConfigProblem } from './config-problems.ts'
import { placesIn } from './json-places.ts'
import { oddMembers } from './odd-member.ts'

/** Checks the text of a configuration; `file` is what errors call it. @throws JsnapError Config with all that is wrong */
export async function parseConfigText(text: string, file: string): Promise<Config> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw notJson(error, file)
  }
  const { config, problems } = await checked(value)
  const places = placesIn(text)
  // `__proto__` is odd, wherever it stands.
  const plain = problems.filter(({ path }) => path.at(-1) !== '__proto__')
  const found = plain.map((problem) => ({
    at:
      places.get(JSON.stringify(problem.path)) ?? places.get(JSON.stringify(problem.path.slice(0, -1))) ?? 0,
    text: described(problem),
  }))
  const odd = [...oddMembers(text)]
  if (config !== undefined && odd.length === 0) return config
  const all = [...odd, ...found].toSorted((a, b) => a.at - b.at)
  throw invalid(
    file,
    all.map(({ at, text: what }) => ({ place: lineAndColumn(text, at), what })),
  )
}

/** Checks a value that is to be a configuration; `file` is what errors call it. @throws JsnapError Config with all that is wrong */
export async function parseConfig(value: unknown, file: string): Promise<Config> {
  const { config, problems } = await checked(value)
  if (config !== undefined) return config
  throw invalid(
    file,
    problems.map((problem) => ({ what: described(problem) })),
  )
}

async function checked(value: unknown): Promise<{ config?: Config; problems: ConfigProblem[] }> {
  // The validator takes a tenth of a second to load, and most commands have no use for it.
  const { configSchema } = await import('./config-schema.ts')
  const result = configSchema.safeParse(value)
  if (result.success) return { config: result.data, problems: [] }
  const { configProblems } = await import('./config-problems.ts')
  return { problems: configProblems(value, result.error.issues) }
}

function described({ path, text }: ConfigProblem): string {
  const place = path.map((step, i) =>
    typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${step}`,
  )
  return path.length === 0 ? text : `${place.join('')}: ${text}`
}

function notJson(error: unknown, file: string): JsnapError {
  const [, what = messageOf(error), line, column] =
    /^(.*?) in JSON at position \d+ \(line (\d+) column (\d+)\)$/s.exec(messageOf(error)) ?? []
  const place = line === undefined ? file : `${file}:${line}:${column ?? ''}`
  return new JsnapError('Config', `${place} is not JSON: ${what.charAt(0).toLowerCase()}${what.slice(1)}`, {
    cause: error,
  })
}

function lineAndColumn(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n')
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`
}

function invalid(
  file: string,
  found: readonly { readonly place?: string; readonly what: string }[],
): JsnapError {
  const hint = 'docs/configuration.md lists what it may contain'
  const [first, ...others] = found.map(({ place, what }) =>
    place === undefined ? what : `${place}: ${what}`,
  )
  const isOne = others.length === 0 && first !== undefined
  if (isOne)
    return new JsnapError('Config', `${file}:${found[0]?.place === undefined ? ' ' : ''}${first}`, { hint })
  const details = found.map(({ place, what }) => (place === undefined ? what : `${place} ${what}`))
  return new JsnapError('Config', `${file} has ${found.length} errors`, { hint, details })
}
