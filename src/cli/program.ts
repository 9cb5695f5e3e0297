import { Command, InvalidArgumentError, Option, type Argument } from 'commander'
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { JsnapError } from '../model/errors.ts'
import type { Context, Run } from '../workspace/context.ts'

/** What the program needs to run a command: how to make its context, and where the exit code goes. */
export interface Program {
  readonly version: string
  readonly context: (options: GlobalOptions) => Context
  readonly setExitCode: (code: number) => void
}

/** Options that decide about the context itself. */
export interface GlobalOptions {
  readonly C?: string
  readonly color?: 'auto' | 'always' | 'never'
  readonly quiet?: boolean
}

/** The command line as a tree of commands. Each loads its own code when it is run, so that help and small commands start at once. */
export function createProgram(program: Program): Command {
  const root = new Command('jsnap')
    .description('Takes an AWS estate as one version, compares any two, and brings any back as files.')
    .version(`jsnap ${program.version}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    // What follows a command is its own: 'query --version v1.0' is about a version of the estate.
    .enablePositionalOptions()
    .option('-C <dir>', 'run as if started in this folder')
    .addOption(colorOption().default('auto'))
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .configureHelp({
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(termOf)].join(' '),
    })
    .addHelpText('after', EXAMPLES)
  root.addHelpText('beforeAll', () => {
    checkHelpWords(root)
    return ''
  })

  const add = (
    usage: string,
    summary: string,
    load: () => Promise<{ run: Run<never> }>,
    parent = root,
  ): Command => {
    const command = parent
      .command(usage)
      .summary(summary)
      .description(summary)
      .addOption(storeOption())
      .addOption(configOption())
      .addOption(jsonOption())
      .addOption(quietOption())
      .addOption(new Option('-C <dir>').hideHelp())
      .addOption(colorOption().hideHelp())
    command.action(async (...args: unknown[]) => {
      const names = command.registeredArguments.map((argument) => argument.name())
      const given = Object.fromEntries(names.map((name, i) => [name, args[i]]))
      const options = { ...root.opts(), ...command.opts(), ...given }
      const { run } = await load()
      program.setExitCode(await run(options as never, program.context(options)))
    })
    return command
  }

  add('init', 'make an empty store', () => import('../commands/init.ts'))
  acrossAccounts(
    askingAws(add('commit', 'capture the estate as a version', () => import('../commands/commit.ts'))),
  )
    .option('-m, --message <text>', 'name of the version, or a message when it is no valid name')
    .option('-t, --tag <name>', 'name of the version')
    .option('--only <list>', 'capture only these sources or path globs', collect)
    .option('--skip <list>', 'leave out these sources or path globs', collect)
    .option('--deep', 'read tags and ACLs of objects that are as before as well')
    .option('--no-table-data', 'capture the schemas of DynamoDB tables, and not their items')
    .option('--verify-twice', 'ask for the configuration a second time, and name what moved by itself')
    .option('--no-secret-scan', 'do not look for secrets in objects and code')
    .option(
      '--lightsail-snapshots [names]',
      'first make a snapshot of each Lightsail instance, or of the named ones: the only thing that jsnap creates in AWS, and it costs money',
      collectSome,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  jsnap commit -m v1.0\n  jsnap commit -m "before the sale" -t v1.1 --skip local',
    )
  const log = add(
    'log [paths...]',
    'list the versions, newest first, or those that changed a path',
    () => import('../commands/log.ts'),
  )
  // As git: -5 is -n 5.
  log.parseOptions = (args) => Command.prototype.parseOptions.call(log, args.map(withCount))
  log
    .option('-n, --number <count>', 'at most this many, also as -5', parseCount)
    .option('--oneline', 'a line for each version')
    .option('--stat', 'with changes and bytes for each folder')
    .option('--name-status', 'with a letter and a path for each change')
    .option('--no-pager', 'do not show long output page by page')
    .addHelpText(
      'after',
      "\nWhat no version before was asked for, or could read, is first seen: . and S, and not added.\n\nExamples:\n  jsnap log route53/dns-records/sailjada.com.json\n  jsnap log --stat -n 3\n  jsnap log 's3-buckets/*/index.html'",
    )
  add(
    'blame <address>',
    'say of each field of a document which version set it',
    () => import('../commands/blame.ts'),
  )
    .option('--no-pager', 'do not show long output page by page')
    .addHelpText(
      'after',
      '\nExamples:\n  jsnap blame route53/dns-records/sailjada.com.json\n  jsnap blame v1.0:lambda/functions/orders/config.json',
    )
  add('find', 'find paths, contents and texts over the versions', () => import('../commands/find.ts'))
    .option('--path <glob>', 'paths that are so, or below such; repeatable', collectEach)
    .option('--hash <sha256>', 'content of this SHA-256, or one that begins so')
    .option('--text <regex>', 'text with a line that matches')
    .option('-i, --ignore-case', 'take small and capital letters for the same in --text')
    .option('--in <version>', 'only in this version; repeatable', collectEach)
    .option('--no-pager', 'do not show long output page by page')
    .addHelpText(
      'after',
      "\nExamples:\n  jsnap find --path '**/wired-remote.html'\n  jsnap find --text 'API_URL' --path lambda --in HEAD",
    )
  add(
    'query [sql]',
    'answer a question in SQL over a version, or over all',
    () => import('../commands/query.ts'),
  )
    .option('--version <version>', 'over this version (default: HEAD)')
    .option('--all', 'over all versions; the column version tells them')
    .option('--csv', 'print CSV for spreadsheets: a text that one would run has an apostrophe before it')
    .option('--tables', 'list the tables and their columns, with examples')
    .option('--no-pager', 'do not show long output page by page')
    .addHelpText(
      'after',
      `\nExamples:\n  jsnap query "SELECT name, runtime FROM functions WHERE memory > 256"
  jsnap query --all "SELECT version, count(*) FROM objects GROUP BY version"`,
    )
  add('show [version]', 'show a version, or what stands at VERSION:PATH', () => import('../commands/show.ts'))
  add('ls [version] [paths...]', 'list the paths of a version', () => import('../commands/ls.ts'))
    .option('-l, --long', 'with type, size and hash')
    .addHelpText('after', '\nExamples:\n  jsnap ls v1.0\n  jsnap ls -l v1.0:s3-buckets/qos-prod-site')
  add('cat <address>', 'print the content at VERSION:PATH', () => import('../commands/cat.ts'))
  const diff = add(
    'diff <version> [more...]',
    'compare two versions, one with HEAD, or one with the account as it is now',
    () => import('../commands/diff.ts'),
  )
  // As git: what follows -M is a version, where it is no percentage.
  diff.parseOptions = (args) => Command.prototype.parseOptions.call(diff, args.map(withPercent))
  acrossAccounts(askingAws(diff))
    .option('--deep', 'with live: read tags and ACLs of objects that are as before as well')
    .option('-p, --patch', 'the lines that differ in texts')
    .option('-U, --unified <lines>', 'with so many lines around them (default: 3); means -p', parseCount)
    .option('--summary', 'a paragraph for each service')
    .option('--stat', 'changes and bytes for each folder')
    .option('--shortstat', 'the last line of --stat')
    .option('--name-status', 'a letter and a path for each change')
    .addOption(new Option('--name-only', 'the changed paths').conflicts('nameStatus'))
    .option('--html <file>', 'write a page to read and search in a browser')
    .option(
      '-M, --find-renames [percent]',
      'find renames also of what has changed; so much is as before (default: 50%)',
      parsePercent,
    )
    .option(
      '--ignore <place>',
      "leave out changes at places of documents, as '/**/LastModified' or 'lambda/**#/versions'; repeatable",
      collectEach,
    )
    .option('--no-pager', 'do not show long output page by page')
    .option('--exit-code', 'exit with 1 when there are differences, with 2 when that cannot be told')
    .addHelpText('after', DIFF_HELP)
  acrossAccounts(
    askingAws(
      add(
        'status [paths...]',
        'say what of the account is not as the newest version has it',
        () => import('../commands/status.ts'),
      ),
    ),
  )
    .option('--deep', 'read tags and ACLs of objects that are as before as well')
    .option('--exit-code', 'exit with 1 when there are differences, with 2 when that cannot be told')
  add(
    'checkout <version> <target> [paths...]',
    'write a version as files',
    () => import('../commands/checkout.ts'),
  )
    .option('-f, --force', 'write into a folder that is not empty; files that are equal are left alone')
    .option(
      '--replace',
      'as --force; also remove folders that stand in the place of files, with all in them, and files in that of folders',
    )
    .option('--verify', 'read everything again when it is written')
    .addHelpText(
      'after',
      '\nExamples:\n  jsnap checkout v1.0 ./out\n  jsnap checkout v1.0 ./out s3-buckets/qos-prod-site',
    )
  add(
    'iam-policy',
    'print the least IAM policy that a commit needs',
    () => import('../commands/iam-policy.ts'),
  )
    .option('--only <list>', 'only for these sources or path globs', collect)
    .option('--skip <list>', 'not for these sources or path globs', collect)
  askingAws(
    add(
      'coverage',
      'name what the account has and jsnap does not capture',
      () => import('../commands/coverage.ts'),
    ),
  )
  acrossAccounts(
    askingAws(
      add(
        'verify [version]',
        'check what a version holds, system by system',
        () => import('../commands/verify.ts'),
      ),
    ),
  )
    .option('--full', 'hash every content again')
    .option('--live', 'compare with what the account has now')
    .addHelpText('after', '\nExits with 1 when a check fails.')
  const config = root.command('config').summary('show the configuration')
  config.description('The configuration is in jsnap.config.json beside the store; all of it is optional.')
  add('show', 'print the configuration', () => import('../commands/config-show.ts'), config).option(
    '--effective',
    'with the defaults, the rules for secrets among them',
  )
  const secrets = root.command('secrets').summary('list, show or export secret values')
  secrets.description(
    'Secret values of AWS and of local files are markers in a version; the values are sealed.',
  )
  add(
    'list [version] [paths...]',
    'name where a version has secret values',
    () => import('../commands/secrets-list.ts'),
    secrets,
  )
  add(
    'show <version> <paths...>',
    'print the secret values at a path',
    () => import('../commands/secrets-show.ts'),
    secrets,
  ).option('-i, --identity <file>', 'the identity that opens them (default: where keygen puts it)')
  add(
    'export <version> [file]',
    'write the sealed file, which age opens as well, to a file or to stdout',
    () => import('../commands/secrets-export.ts'),
    secrets,
  )
  add(
    'keygen [file]',
    'make an identity for sealed secrets, and print its recipient',
    () => import('../commands/keygen.ts'),
  ).option('-o, --output <file>', 'the same as [file], as age-keygen has it')
  add(
    'trust [dir]',
    'say that the configuration in a folder is your own',
    () => import('../commands/trust.ts'),
  )
    .option('--list', 'list the folders of which that was said')
    .option('--remove', 'take it back')
    .addHelpText(
      'after',
      '\nA configuration that was found and not named with --config may read other folders, seal for recipients or pull\nscripts only in such a folder. The first commit or init in a folder of no repository says so too.',
    )
  add('fsck', 'check the store', () => import('../commands/fsck.ts'))
    .option('--full', 'check every byte')
    .option('--repair', 'rebuild the index, the refs and format.json from the packs, and say what is lost')
  return root
}

/** @throws JsnapError Usage where help is asked for with a command that is none */
function checkHelpWords(root: Command): void {
  let group = root
  for (const word of root.args.filter((arg) => !arg.startsWith('-') && arg !== 'help')) {
    // What follows is the command's own.
    if (group.commands.length === 0) return
    const named = group.commands.find((command) => command.name() === word)
    if (named === undefined) {
      throw new JsnapError('Usage', `unknown command '${word}'`, {
        hint: "'jsnap --help' lists commands and options",
      })
    }
    group = named
  }
}

const EXAMPLES = `
Examples:
  jsnap commit -m v1.0
  jsnap diff v1.0 v1.1
  jsnap checkout v1.0 ./out

A version is named by its name, an id of at least 4 digits, HEAD or HEAD~2; with a path as v1.0:s3-configs/shop.json.
Exit codes: 0 done, 1 failed, 2 usage, 3 incomplete version, 4 credentials, 5 refused by a guard, 10 no store,
11 locked, 12 corrupt, 13 the store's disk (full, read-only, denied), 130 interrupted.`

const DIFF_HELP = `
  +  A  added      -  D  removed      ~  M  modified      >  R  renamed (equal content; -M: alike)
  *  U  same content, other metadata               ?     unknown: it could not be read or was left out

Examples:
  jsnap diff v1.0              against HEAD
  jsnap diff v1.0 live         against the account as it is now; nothing is stored
  jsnap diff v1.0 v1.1 s3-configs
  jsnap diff -p v1.0 v1.1 lambda
  jsnap diff v1.0 --ignore 'lambda/**#/CodeSha256' --html changes.html
  jsnap diff --name-status v1.0 HEAD~1`

function storeOption(): Option {
  return new Option('--store <dir>', 'the store (default: .jsnap here or above; also JSNAP_STORE)')
}

function configOption(): Option {
  return new Option('--config <file>', 'the configuration (default: beside the store; also JSNAP_CONFIG)')
}

function jsonOption(): Option {
  return new Option('--json', 'print one JSON document')
}

function quietOption(): Option {
  return new Option('-q, --quiet', 'print no notes and no progress')
}

function colorOption(): Option {
  return new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never'])
}

function termOf(argument: Argument): string {
  const name = argument.name() + (argument.variadic ? '…' : '')
  return argument.required ? `<${name}>` : `[${name}]`
}

/** An option of the commands that set one version against another, or against the account. */
function acrossAccounts(command: Command): Command {
  return command.option('--across-accounts', 'go on when the two are of different AWS accounts')
}

/** Options of the commands that ask the account. */
function askingAws(command: Command): Command {
  return command
    .option('--profile <name>', 'AWS profile')
    .option(
      '--region <name>',
      'AWS region; repeatable, the first is the primary one; all are those of the account',
      collectRegions,
    )
    .option('--endpoint-url <url>', 'AWS endpoint')
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), ...value.split(',').filter((part) => part !== '')]
}

/** As `collect`, but a name that is empty stays, so that it is refused. */
function collectRegions(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), ...value.split(',')]
}

/** As `collect`, of an option that stands for all when it names none. */
function collectSome(value: string, previous: true | readonly string[] | undefined): readonly string[] {
  const names = collect(value, previous === true ? undefined : previous)
  if (names.length === 0) throw new InvalidArgumentError('it names none.')
  return names
}

function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('it is no whole number.')
  return Number(value)
}

function collectEach(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value]
}

/** `-5` as `-n5`, where it is no value of an option. */
function withCount(arg: string, i: number, args: readonly string[]): string {
  const isOwn =
    /^-\d+$/.test(arg) && !args.slice(0, i).includes('--') && !/^(?:-n|--number)$/.test(args[i - 1] ?? '')
  return isOwn ? `-n${arg.slice(1)}` : arg
}

/** `-M` with the percentage that it means alone. */
function withPercent(arg: string, i: number, args: readonly string[]): string {
  const isAlone = /^(?:-[pq]*M|--find-renames)$/.test(arg) && !PERCENT.test(args[i + 1] ?? '')
  if (!isAlone || args.slice(0, i).includes('--')) return arg
  return arg.startsWith('--') ? `${arg}=50%` : `${arg}50%`
}

const PERCENT = /^(\d{1,2}|100)%?$/

function parsePercent(value: string): number {
  const [, percent] = PERCENT.exec(value) ?? []
  if (percent === undefined) throw new InvalidArgumentError('it is no percentage, as 50%.')
  return Number(percent)
}

/** The folder that a command runs in. @throws JsnapError Usage when it is none */
export function workingFolder({ C }: GlobalOptions, cwd: string): string {
  if (C === undefined) return cwd
  const folder = resolve(join(cwd, ''), C)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new JsnapError('Usage', `-C ${C}: there is no such folder`)
  return folder
}
