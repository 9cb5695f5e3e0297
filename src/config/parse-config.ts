import { JsnapError, messageOf } from '../runtime/errors.ts'
import type { Config } from './config.ts'
import { oddMember } from './odd-member.ts'

/** Checks the text of a configuration; `file` is what errors call it. @throws JsnapError Config */
export async function parseConfigText(text: string, file: string): Promise<Config> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new JsnapError('Config', `${file} is not JSON: ${messageOf(error)}`, { cause: error })
  }
  const odd = oddMember(text)
  if (odd !== undefined) throw invalid(file, odd)
  return parseConfig(value, file)
}

/** Checks a value that is to be a configuration; `file` is what errors call it. @throws JsnapError Config */
export async function parseConfig(value: unknown, file: string): Promise<Config> {
  // The validator takes a tenth of a second to load, and most commands have no use for it.
  const { configSchema } = await import('./config-schema.ts')
  const result = configSchema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const key = issue?.path.join('.') ?? ''
  throw invalid(file, `${key === '' ? '' : `${key}: `}${lowerFirst(issue?.message ?? 'invalid')}`)
}

function invalid(file: string, what: string): JsnapError {
  return new JsnapError('Config', `${file}: ${what}`, {
    hint: 'docs/configuration.md lists what it may contain',
  })
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
