import { Argument, Command, type CommandUnknownOpts, type OptionValues } from '@commander-js/extra-typings'
import { sharedFlags, type SharedCommand } from './shared-flags.ts'

/** What a user sees of a command, and what it takes. */
interface Words<Usage extends string, Flags extends OptionValues> {
  /** As `log [paths...]`. */
  readonly usage: Usage
  /** A line in the list of commands. */
  readonly summary: string
  /** Sentences at the head of the command's own help. */
  readonly description: string
  readonly flags: (command: SharedCommand) => Command<[], Flags>
  /** Its output may be long and is all that it is for: without a reader it ends. Of others the exit code says as much. */
  readonly isForReaders?: true
  /** What one argument means where commander would take it for something else. */
  readonly respell?: (argument: string, i: number, all: readonly string[]) => string
  /** Printed below the options. */
  readonly examples?: string
}

/** A command of the command line; what it gives its `run` has the type that its arguments and flags define. */
export interface Verb<Options> {
  readonly isForReaders: boolean
  readonly addTo: (parent: CommandUnknownOpts, run: (options: Options) => Promise<void>) => void
}

/** What the run of a command gets. A flag without a value may be false as well as absent. */
export type OptionsOf<V> =
  V extends Verb<infer Options>
    ? {
        readonly [Name in keyof Options]: [Options[Name]] extends [true | undefined] ? boolean : Options[Name]
      }
    : never

/** Makes a command of its words; its code is not needed for that. */
export function verb<const Usage extends string, Flags extends OptionValues>(
  words: Words<Usage, Flags>,
): Verb<Flags & ArgumentsOf<Usage> & AfterDashes> {
  const { summary, description, flags, isForReaders = false, respell, examples } = words
  const [name = '', ...terms] = words.usage.split(' ')
  return {
    isForReaders,
    addTo(parent, run) {
      const bare = new Command(name).copyInheritedSettings(parent).summary(summary).description(description)
      const command = flags(sharedFlags(bare))
      const args = terms.map((term) => new Argument(term))
      for (const arg of args) command.addArgument(arg)
      let afterDashes = 0
      const parse = command.parseOptions.bind(command)
      command.parseOptions = (given) => {
        const dashes = given.indexOf('--')
        afterDashes = dashes === -1 ? 0 : given.length - dashes - 1
        return parse(respell === undefined ? given : given.map(respell))
      }
      if (examples !== undefined) command.addHelpText('after', `\n${examples}`)
      command.action((...given: unknown[]) =>
        run(Object.assign({ afterDashes }, command.opts(), argumentsOf<Usage>(args, given))),
      )
      parent.addCommand(command)
    },
  }
}

/** How many of the arguments came after `--`, which ends versions: all of these are paths. */
interface AfterDashes {
  readonly afterDashes?: number | undefined
}

/** The arguments of a usage by their names. */
type ArgumentsOf<Usage extends string> = Usage extends `${string} ${infer Terms}` ? Named<Terms> : object

type Named<Terms extends string> = Terms extends `${infer First} ${infer Rest}`
  ? ArgumentOf<First> & Named<Rest>
  : ArgumentOf<Terms>

type ArgumentOf<Term extends string> = Term extends `${'<' | '['}${infer Name}...${']' | '>'}`
  ? { readonly [_ in Name]: readonly string[] }
  : Term extends `<${infer Name}>`
    ? { readonly [_ in Name]: string }
    : Term extends `[${infer Name}]`
      ? { readonly [_ in Name]?: string | undefined }
      : never

function argumentsOf<Usage extends string>(
  args: readonly Argument[],
  given: readonly unknown[],
): ArgumentsOf<Usage> {
  // Commander gives them in the order of the usage, whose names and kinds the type has; an object made of a list forgets them.
  return Object.fromEntries(args.map((arg, i) => [arg.name(), given[i]])) as ArgumentsOf<Usage>
}
