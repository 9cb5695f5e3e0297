import { HARMFUL } from '../../runtime/harmful-characters.ts'

/** Text as Markdown shows it, on one line: nothing in a name can break a table, begin a link or hide. */
export function plain(text: string): string {
  return text
    .replace(/[\\`*[\]<>|&~]/g, '\\$&')
    .replace(/\t/g, ' ')
    .replace(HARMFUL, (character) =>
      character === '\n' ? '\\\\n' : `\\\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
}

/** A link to a file of the checkout. */
export function link(text: string, file: string): string {
  return `[${plain(text)}](${encodeURI(file).replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'))})`
}

/** A table; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('')
}
