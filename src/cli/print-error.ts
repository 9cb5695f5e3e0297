import { isDamagedIndex, JsnapError, messageOf } from '../runtime/errors.ts'
import type { Io } from '../terminal/io.ts'
import { jsonText } from '../terminal/json-text.ts'
import { printable, printableLines } from '../terminal/printable.ts'

/** Prints an error as people or, with `--json`, scripts want it. `debug` adds the stack of one that nobody expected. */
export function printError(thrown: unknown, io: Io, json: boolean, debug: boolean, version: string): void {
  const error = isDamagedIndex(thrown) ? damagedIndex(thrown) : thrown
  const known = error instanceof JsnapError
  const message = known ? error.message : `internal error: ${messageOf(error)}`
  const code = known ? error.code : 'Internal'
  const hint = known
    ? error.hint
    : `please report this with the command and 'jsnap ${version}'; JSNAP_DEBUG=1 shows more`
  const details = known ? error.details : []
  if (json) {
    const more = { ...(details.length === 0 ? {} : { details }), ...(hint === undefined ? {} : { hint }) }
    const document = { schemaVersion: 1, error: { code, message, ...more } }
    io.errorLine(jsonText(document))
  } else {
    const { red, bold, cyan } = io.errorColors
    const text = `${bold(red('error:'))} ${printable(message)}`
    // One line for the mail of a job that runs by itself.
    if (io.quiet) io.errorLine([text, ...[...details, hint ?? []].flat().map(printable)].join('; '))
    else {
      io.errorLine(text)
      for (const detail of details) io.errorLine(`  ${printable(detail)}`)
      if (hint !== undefined) io.errorLine(`${cyan('hint:')} ${printable(hint)}`)
    }
  }
  if (debug && error instanceof Error) io.errorLine(printableLines(error.stack ?? ''))
}

function damagedIndex(error: unknown): JsnapError {
  return new JsnapError('Corrupt', `the index of the store is damaged: ${messageOf(error)}`, {
    hint: "'jsnap fsck --repair' rebuilds it from the packs",
    cause: error,
  })
}
