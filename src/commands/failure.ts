import { isJsnapError } from '../index.ts'

/** What somebody is told of a command that failed. */
export function failureOf(command: string, error: unknown): object {
  const { code, message } = isJsnapError(error)
    ? error
    : { code: 'Internal', message: error instanceof Error ? error.message : String(error) }
  return { command, events: ['failed'], error: { code, message } }
}
