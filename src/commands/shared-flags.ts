import { Option, type Command } from '@commander-js/extra-typings'

/** The flag of commands with long output. */
export const NO_PAGER = ['--no-pager', 'do not use a pager for long output'] as const

/** The flag of commands that find differences. */
export const EXIT_CODE = [
  '--exit-code',
  'exit with 1 if there are differences, with 2 if that cannot be determined',
] as const

/** The command line itself with the flags that all commands have: they may be before the command as well. */
export function rootFlags(root: Command) {
  return withSharedFlags(root.addOption(folder()).addOption(color().default('auto' as const)))
}

/** A command with the flags that all have. */
export function sharedFlags(command: Command) {
  return withSharedFlags(command.addOption(folder().hideHelp()).addOption(color().hideHelp()))
}

/** A command that has the flags that all have, and no others. */
export type SharedCommand = ReturnType<typeof sharedFlags>

/** What the flags that all commands have are given. */
export type SharedFlags = ReturnType<SharedCommand['opts']>

function withSharedFlags<Given extends { C?: string | undefined }>(command: Command<[], Given>) {
  return command
    .option('--store <dir>', 'store folder (default: .jsnap here or in a folder above; also JSNAP_STORE)')
    .option('--config <file>', 'configuration file (default: beside the store; also JSNAP_CONFIG)')
    .option('--json', 'print one JSON document')
    .option('-q, --quiet', 'print no notes and no progress')
}

function folder() {
  return new Option('-C <dir>', 'run as if started in this folder')
}

function color() {
  return new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never'] as const)
}
