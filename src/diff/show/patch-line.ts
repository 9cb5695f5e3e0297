import { printable } from '../../terminal/printable.ts'

/** A line of a patch, by what it is. */
export interface PatchLine {
  readonly kind: 'head' | 'hunk' | 'added' | 'removed' | 'same'
  readonly text: string
}

/** A line as people read it: the carriage return of an unchanged line has no meaning. */
export function readableText({ kind, text }: PatchLine): string {
  return printable(kind === 'same' ? text.replace(/\r$/, '') : text)
}
