import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { blame } from '../commands/blame.flags.ts'
import { cat } from '../commands/cat.flags.ts'
import { checkout } from '../commands/checkout.flags.ts'
import { commit } from '../commands/commit.flags.ts'
import { completion } from '../commands/completion.flags.ts'
import { configShow } from '../commands/config-show.flags.ts'
import { coverage } from '../commands/coverage.flags.ts'
import { comparesLive, diff } from '../commands/diff.flags.ts'
import { find } from '../commands/find.flags.ts'
import { fsck } from '../commands/fsck.flags.ts'
import { guard } from '../commands/guard.flags.ts'
import { iamPolicy } from '../commands/iam-policy.flags.ts'
import { init } from '../commands/init.flags.ts'
import { keygen } from '../commands/keygen.flags.ts'
import { log } from '../commands/log.flags.ts'
import { ls } from '../commands/ls.flags.ts'
import { query } from '../commands/query.flags.ts'
import { secretsExport } from '../commands/secrets-export.flags.ts'
import { secretsList } from '../commands/secrets-list.flags.ts'
import { secretsShow } from '../commands/secrets-show.flags.ts'
import { show } from '../commands/show.flags.ts'
import { status } from '../commands/status.flags.ts'
import { tag } from '../commands/tag.flags.ts'
import { trust } from '../commands/trust.flags.ts'
import { verify } from '../commands/verify.flags.ts'
import type { SharedFlags } from '../commands/shared-flags.ts'
import type { Verb } from '../commands/verb.ts'
import type { Context, Run } from '../terminal/context.ts'
import { keepYoungHeapSmall, limitHeap } from './limit-heap.ts'
import { rootCommand } from './root-command.ts'

/** What the program needs to run a command: how to make its context, and where the exit code goes. */
export interface Program {
  readonly version: string
  readonly context: (options: SharedFlags, isForReaders: boolean) => Context
  readonly setExitCode: (code: number) => void
}

/** How a command is added. */
interface Added<Options> {
  readonly parent?: CommandUnknownOpts
  /** Sets flags of V8, which are those of the whole process. */
  readonly limit?: (options: Options) => void
}

/** The command line as a tree of commands. Each loads its own code when it is run, so that help and small commands start at once. */
export function createProgram(program: Program): CommandUnknownOpts {
  const root = rootCommand(program.version)

  /** The code is loaded when the command is run; before it begins, `limit` has its say on the memory of the process. */
  function add<Options>(
    verb: Verb<Options>,
    load: () => Promise<{ run: Run<Options> }>,
    { parent = root, limit = () => undefined }: Added<Options> = {},
  ): void {
    verb.addTo(parent, async (own) => {
      const options = { ...root.opts(), ...own }
      const { run } = await load()
      limit(options)
      program.setExitCode(await run(options, program.context(options, verb.isForReaders)))
    })
  }

  add(init, () => import('../commands/init.ts'))
  add(commit, () => import('../commands/commit.ts'), { limit: limitHeap })
  add(guard, () => import('../commands/guard.ts'), { limit: limitHeap })
  add(log, () => import('../commands/log.ts'))
  add(blame, () => import('../commands/blame.ts'))
  add(find, () => import('../commands/find.ts'))
  add(query, () => import('../commands/query.ts'))
  add(tag, () => import('../commands/tag.ts'))
  add(show, () => import('../commands/show.ts'))
  add(ls, () => import('../commands/ls.ts'))
  add(cat, () => import('../commands/cat.ts'))
  add(diff, () => import('../commands/diff.ts'), {
    limit: (options) => (comparesLive(options) ? limitHeap() : keepYoungHeapSmall()),
  })
  add(status, () => import('../commands/status.ts'), { limit: limitHeap })
  add(checkout, () => import('../commands/checkout.ts'), { limit: limitHeap })
  add(iamPolicy, () => import('../commands/iam-policy.ts'))
  add(coverage, () => import('../commands/coverage.ts'))
  add(verify, () => import('../commands/verify.ts'))
  const config = root.command('config').summary('show the configuration')
  config.description(
    'Show the configuration: jsnap.config.json beside the store, in which everything is optional.',
  )
  add(configShow, () => import('../commands/config-show.ts'), { parent: config })
  const secrets = root.command('secrets').summary('list, show or export secret values')
  secrets.description(
    'List, show or export secret values. In a version the secret values of AWS and of local files are replaced by markers; the values themselves are sealed.',
  )
  add(secretsList, () => import('../commands/secrets-list.ts'), { parent: secrets })
  add(secretsShow, () => import('../commands/secrets-show.ts'), { parent: secrets })
  add(secretsExport, () => import('../commands/secrets-export.ts'), { parent: secrets })
  add(keygen, () => import('../commands/keygen.ts'))
  add(trust, () => import('../commands/trust.ts'))
  add(fsck, () => import('../commands/fsck.ts'))
  add(completion, () => import('../commands/completion.ts'))
  root
    .command('complete', { hidden: true })
    .summary('answer the completion scripts')
    .description('Answer the completion scripts.')
    .argument('<shell>')
    .argument('[words...]')
    .action(async (shell, words) => {
      const { complete } = await import('./complete.ts')
      program.setExitCode(await complete(root, shell, words, (options) => program.context(options, true)))
    })
  return root
}
