import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import type { ValueKind } from '../commands/complete-values.ts'

/** A word that can stand next, and what it is. */
export interface Candidate {
  readonly value: string
  readonly about: string
}

/** What can stand at the end of a command line. */
export interface AskedCompletion {
  /** The word that is completed, and what of it stays as it is. */
  readonly word: string
  readonly before: string
  readonly candidates: readonly Candidate[]
  readonly values: ValueKind | 'files' | 'folders' | undefined
  /** The first argument of the command, whose paths may be meant. */
  readonly version: string
  /** The values of options that were given, as `store`. */
  readonly options: Readonly<Record<string, string>>
}

const BY_OPTION: Readonly<Record<string, ValueKind>> = {
  '--profile': 'profiles',
  '--region': 'regions',
  '--only': 'sources',
  '--skip': 'sources',
}
const BY_PLACEHOLDER: Readonly<Record<string, AskedCompletion['values']>> = {
  file: 'files',
  dir: 'folders',
  version: 'versions',
  glob: 'paths',
}
const BY_ARGUMENT: Readonly<Record<string, AskedCompletion['values']>> = {
  version: 'places',
  more: 'places',
  address: 'places',
  name: 'versions',
  paths: 'paths',
  target: 'folders',
  dir: 'folders',
  file: 'files',
  command: 'files',
}

/** What the last of these words can become, after `jsnap`. */
export function askedCompletion(root: CommandUnknownOpts, words: readonly string[]): AskedCompletion {
  const word = words.at(-1) ?? ''
  let command = root
  let pending: Option | undefined
  let isEnded = false
  const args: string[] = []
  const options: Record<string, string> = {}
  for (const given of words.slice(0, -1)) {
    if (pending !== undefined) {
      options[pending.attributeName()] = given
      pending = undefined
    } else if (!isEnded && given === '--') isEnded = true
    else if (!isEnded && given.startsWith('-')) {
      const [flag = '', value] = given.split(/=(.*)/s)
      const option = optionsOf(command).find(({ short, long }) => short === flag || long === flag)
      if (option !== undefined && value !== undefined) options[option.attributeName()] = value
      else if (option?.required === true) pending = option
    } else {
      const below = args.length === 0 ? command.commands.find((one) => one.name() === given) : undefined
      if (below === undefined) args.push(given)
      else command = below
    }
  }
  const asked = { word, before: '', candidates: [], values: undefined, version: args[0] ?? '', options }
  if (pending !== undefined) return { ...asked, ...valuesOf(pending) }
  const [, flag = '', value = ''] = /^(--[^=]+)=(.*)$/s.exec(isEnded ? '' : word) ?? []
  const option = optionsOf(command).find(({ long }) => long === flag)
  if (option !== undefined) return { ...asked, word: value, before: `${flag}=`, ...valuesOf(option) }
  if (!isEnded && word.startsWith('-')) return { ...asked, candidates: flagsOf(command) }
  if (command.commands.length > 0) return { ...asked, candidates: args.length > 0 ? [] : verbsOf(command) }
  const all = command.registeredArguments
  const argument = all[args.length] ?? (all.at(-1)?.variadic === true ? all.at(-1) : undefined)
  const isPath = argument?.name() === 'paths' && !isEnded
  return {
    ...asked,
    candidates: command.name() === 'diff' ? [{ value: 'live', about: 'the account as it is now' }] : [],
    // What is no version in the place of one is a path: then the paths are those of HEAD.
    ...(isPath && args.length === 1 && (args[0] ?? '').includes('/') ? { version: '' } : {}),
    ...(isEnded ? { version: '' } : {}),
    values: BY_ARGUMENT[argument?.name() ?? ''],
  }
}

function optionsOf(command: CommandUnknownOpts): readonly Option[] {
  return [...command.options, ...(command.parent === null ? [] : optionsOf(command.parent))]
}

function valuesOf(option: Option): Pick<AskedCompletion, 'candidates' | 'values'> {
  const candidates = (option.argChoices ?? []).map((value) => ({ value, about: '' }))
  const placeholder = /[<[]([a-z-]+)/.exec(option.flags)?.[1] ?? ''
  return { candidates, values: BY_OPTION[option.long ?? ''] ?? BY_PLACEHOLDER[placeholder] }
}

function flagsOf(command: CommandUnknownOpts): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', about: description }))
}

function verbsOf(group: CommandUnknownOpts): Candidate[] {
  return group
    .createHelp()
    .visibleCommands(group)
    .map((command) => ({ value: command.name(), about: command.summary() || command.description() }))
}
