import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { rootFlags } from '../commands/shared-flags.ts'
import { formatItem } from './fit-help.ts'
import { refuseUnknownHelp } from './refuse-unknown-help.ts'
import { argumentTerms } from './usage-line.ts'

const BELOW = `
Examples:
  jsnap commit -m v1.0
  jsnap diff v1.0 v1.1
  jsnap checkout v1.0 ./out

Versions:
  v1.0          a version by its name
  3fa9          by its ID, or 4 digits of it
  HEAD, HEAD~2  the newest, also as @; two before it
  v1.0^         the one before it
  @{2026-11-30} the newest of that day or before; also @{2026-11-30T12:30},
                @{yesterday}, @{3 days ago}; UTC without an offset
  @good         the newest that 'jsnap tag --good' has marked
  v1.0..v1.1    two versions, or those between them
  v1.0:s3-configs/shop.json
                a path in a version
A text without a colon is a version, else a path, else a name, an ID or an
ARN, as www.shop.com, E2D7FWNGP8BSH; -- ends the versions.

Exit codes:
    0  done
    1  failed
    2  wrong usage
    3  incomplete version
    4  no valid credentials
    5  refused by a guard
   10  no store
   11  locked
   12  corrupt
   13  disk full, read-only or denied
  130  interrupted`

/** `jsnap` itself, without its commands. */
export function rootCommand(version: string) {
  const bare = new Command('jsnap')
    .description(
      'Capture an AWS estate as versions, compare any two of them, and write any of them as files.',
    )
    .version(`jsnap ${version}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    // What follows a command is its own: 'query --version v1.0' is about a version of the estate.
    .enablePositionalOptions()
    // Errors have their own.
    .showSuggestionAfterError(false)
    .configureHelp({ subcommandTerm, formatItem })
  const root = rootFlags(bare)
  return root.addHelpText('beforeAll', () => refuseUnknownHelp(root)).addHelpText('after', BELOW)
}

/** The arguments without the options that every command has. */
function subcommandTerm(command: CommandUnknownOpts): string {
  return [command.name(), ...argumentTerms(command)].join(' ')
}
