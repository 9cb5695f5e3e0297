import { printable } from './printable.ts'

/** A path as it is printed: as it is, or in quotes with escapes as git does when it holds control characters, quotes or backslashes. */
export function quotePath(path: string): string {
  return /["\\\t]/.test(path) || printable(path) !== path ? printable(JSON.stringify(path)) : path
}
