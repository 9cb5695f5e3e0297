import { InvalidArgumentError } from 'commander'

const PERCENT = /^(\d{1,2}|100)%?$/

/** The value of a flag that is a percentage. */
export function parsePercentage(value: string): number {
  const [, percent] = PERCENT.exec(value) ?? []
  if (percent === undefined) throw new InvalidArgumentError('is not a percentage from 0% to 100%')
  return Number(percent)
}

/** `-M` with the percentage that it means alone: as with git, what follows is a version where it is not a percentage. */
export function withPercentage(arg: string, i: number, args: readonly string[]): string {
  const isAlone = /^(?:-[pq]*M|--find-renames)$/.test(arg) && !PERCENT.test(args[i + 1] ?? '')
  if (!isAlone || args.slice(0, i).includes('--')) return arg
  return arg.startsWith('--') ? `${arg}=50%` : `${arg}50%`
}
