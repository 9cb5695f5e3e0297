import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { completeValues } from '../commands/complete-values.ts'
import type { SharedFlags } from '../commands/shared-flags.ts'
import { HARMFUL } from '../runtime/harmful-characters.ts'
import type { Context } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { askedCompletion, type AskedCompletion, type Candidate } from './asked-completion.ts'
import { shellWords } from './shell-words.ts'

/** What a shell would take for something else than a letter. */
const SPECIAL = /[\s"'`$\\!&|;<>()[\]{}*?#^~]/g

/**
 * Answers the completion scripts: a line that says what the shell is to add itself (`files`, `folders` or `none`), then a
 * line for each word that fits, for zsh and fish with a tab and what it is. Where anything fails there is nothing to say:
 * nobody wants an error in the line that is being typed.
 */
export async function complete(
  root: CommandUnknownOpts,
  shell: string,
  given: readonly string[],
  contextOf: (options: SharedFlags) => Context,
): Promise<number> {
  try {
    await answer(root, shell === 'bash', given, contextOf)
  } catch {
    // As where nothing fits.
  }
  return DONE
}

async function answer(
  root: CommandUnknownOpts,
  isBash: boolean,
  given: readonly string[],
  contextOf: (options: SharedFlags) => Context,
): Promise<void> {
  // Bash divides words at colons and equals signs: it is the line that says what was typed, and its word what is replaced.
  const [current = '', line = ''] = given
  const { words, isQuoted } = isBash ? shellWords(line) : { words: [...given], isQuoted: false }
  const asked = askedCompletion(root, isBash ? words.slice(1) : words)
  const { values, before, word } = asked
  const context = contextOf({ ...asked.options, quiet: true })
  const found = [...asked.candidates, ...(await valuesOf(asked, context))].filter(
    ({ value }) => value.startsWith(word) && value.search(HARMFUL) === -1 && !value.includes('\t'),
  )
  context.io.line(values === 'files' || values === 'folders' ? values : 'none')
  const replaced = /^[:=]?$/.test(current) ? '' : shellWords(current).words.join(' ')
  const kept = Math.max(0, before.length + word.length - replaced.length)
  for (const { value, about } of found) {
    const whole = before + value
    if (!isBash) context.io.line(`${whole}\t${about.replace(HARMFUL, ' ')}`)
    else if (!isQuoted) context.io.line(whole.slice(kept).replace(SPECIAL, '\\$&'))
    // Inside of quotes a backslash would stay.
    else if (whole.search(SPECIAL) === -1) context.io.line(whole.slice(kept))
  }
}

async function valuesOf(asked: AskedCompletion, context: Context): Promise<Candidate[]> {
  const { values, word, version, options } = asked
  if (values === undefined || values === 'files' || values === 'folders') return []
  const found = await completeValues(values, word, version, options, context).catch(() => [])
  return found.map((value) => ({ value, about: '' }))
}
