import { Help } from '@commander-js/extra-typings'

/** A description that is narrower is hard to read beside its term. */
const LEAST_WIDTH = 24
/** Of a description below its term, and of what a line continues with. */
const INDENT = 6

/** A flag or a command with its description beside it, or below where there is no room. */
export function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80
  const beside = new Help()
  beside.helpWidth = width
  beside.minWidthToWrap = LEAST_WIDTH
  if (width - termWidth - 4 >= LEAST_WIDTH) return beside.formatItem(term, termWidth, description, beside)
  return `  ${term}\n${' '.repeat(INDENT)}${description}`
}

/** Help in lines that a terminal has room for; what is continued is indented further. */
export function fitHelp(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => fitLine(line, width))
    .join('\n')
}

function fitLine(line: string, width: number): string[] {
  if (line.length <= width) return [line]
  const indent = /^ */.exec(line)?.[0].length ?? 0
  // A description stands below its term already.
  const hanging = ' '.repeat(indent >= INDENT ? indent : indent + 2)
  const lines: string[] = []
  let current = ' '.repeat(indent)
  for (const word of line.trim().split(/ +/)) {
    if (current.trim() === '') current += word
    else if (current.length + 1 + word.length <= width) current += ` ${word}`
    else {
      lines.push(current)
      current = hanging.slice(0, Math.max(0, width - word.length)) + word
    }
  }
  return [...lines, current]
}
