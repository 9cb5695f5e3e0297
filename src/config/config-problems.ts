import { z } from 'zod'
import { suggestion } from '../runtime/nearest.ts'
import { configSchema } from './config-schema.ts'

/** Something in a configuration that cannot be taken. */
export interface ConfigProblem {
  /** The members and items that lead to it. */
  readonly path: readonly (string | number)[]
  /** The value, and what is expected. */
  readonly text: string
}

type Issue = z.core.$ZodIssue
type Schema = z.core.JSONSchema.BaseSchema

/** The longest value that is shown whole. */
const SHOWN = 40

/** What the checks of a configuration have found, in plain words. */
export function configProblems(config: unknown, issues: readonly Issue[]): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: [...path, key],
        text: `unknown member; ${meantBy(key, path)}`,
      }))
    return [{ path, text: wrongIn(valueAt(config, path), path, issue) }]
  })
}

function wrongIn(value: unknown, path: ConfigProblem['path'], issue: Issue): string {
  // Its words are ours, and whole.
  if (issue.code === 'custom') return issue.message
  if (value === '') return 'it is empty'
  if (value === undefined) return `missing; it is ${expectedBy(issue)}`
  return `${shown(value, path)} is not ${expectedBy(issue)}`
}

function meantBy(key: string, path: ConfigProblem['path']): string {
  const members = Object.keys(schemaAt(path).properties ?? {})
  return (
    suggestion(key, members) ?? `the members are ${members.filter((name) => name !== '$schema').join(', ')}`
  )
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  tuple: 'a list of two',
  object: 'an object',
  record: 'an object',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
}

function expectedBy(issue: Issue): string {
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value')
    return `${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((one) => `"${String(one)}"`).join(', ')}`
  if (issue.code === 'invalid_union') {
    const kinds = issue.errors.flatMap(([first]) => (first === undefined ? [] : [expectedBy(first)]))
    return [...new Set(kinds)].join(', or ')
  }
  // Of a text that has a form the schema says which.
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return issue.message
  if (issue.origin === 'array') return KINDS['tuple'] ?? ''
  if (issue.code === 'too_big') return `${String(issue.maximum)} or less`
  return issue.inclusive === true ? `${String(issue.minimum)} or more` : `more than ${String(issue.minimum)}`
}

/** A value as it may be reported: what may be a secret is not. */
function shown(value: unknown, path: ConfigProblem['path']): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  const mayBeSecret = path[0] === 'webhooks' || /AGE-SECRET-KEY|:\/\/|PRIVATE KEY/i.test(text)
  if (typeof value === 'string' && mayBeSecret) return 'this text'
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

function valueAt(value: unknown, path: ConfigProblem['path']): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Readonly<Record<string | number, unknown>>)[step]
  }
  return at
}

function schemaAt(path: ConfigProblem['path']): Schema {
  let at: Schema = z.toJSONSchema(configSchema)
  for (const step of path) {
    const inside = typeof step === 'number' ? at.items : (at.properties?.[step] ?? at.additionalProperties)
    if (typeof inside !== 'object' || Array.isArray(inside)) return {}
    at = inside
  }
  return at
}
