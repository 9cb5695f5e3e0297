import { HARMFUL } from '../runtime/harmful-characters.ts'

/**
 * Text from AWS or a file name as it may be shown in a line: what could move the cursor, or hide something, is written
 * out.
 */
export function printable(text: string): string {
  return text.replace(HARMFUL, (character) => {
    return character === '\n' ? '\\n' : character.split('').map(escaped).join('')
  })
}

/** The same for text of many lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

/** A character as JSON has it; those beyond the first 65,536 are two. */
export function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
