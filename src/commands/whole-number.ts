import { InvalidArgumentError } from 'commander'

/** The value of a flag that counts. */
export function parseWholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('is not a whole number')
  return Number(value)
}

/** `-5` as `-n5`, as git takes it, where it is not a value of a flag. */
export function withCount(arg: string, i: number, args: readonly string[]): string {
  const isOwn =
    /^-\d+$/.test(arg) && !args.slice(0, i).includes('--') && !/^(?:-n|--number)$/.test(args[i - 1] ?? '')
  return isOwn ? `-n${arg.slice(1)}` : arg
}
