/** The reference of all commands and the README's table of them, from their help; `generate.ts` writes both. */
import { fullName } from '../src/cli/full-name.ts'
import { usageLine } from '../src/cli/usage-line.ts'
import { allCommands, helpOf } from './command-tree.ts'

const WIDTH = 100

/** The README's table stands between these. */
const TABLE = /(?<=<!-- commands: npm run generate -->\n\n)[^]*?(?=\n\n<!-- end of commands -->)/

/** The reference of all commands, as Markdown. */
export function commandReference(): string {
  const sections = allCommands().map(
    (command) => `## ${fullName(command)}\n\n${indented(helpOf(command, WIDTH))}\n`,
  )
  return `# Commands\n\nWhat \`jsnap help COMMAND\` prints.\n\n${sections.join('\n')}`
}

/** The README with its table of commands as they are now. */
export function withCommandTable(readme: string): string {
  const rows = allCommands()
    .filter((command) => command.commands.length === 0)
    .map((command) => [`\`${usageLine(command)}\``, command.summary()] as const)
  const [terms, summaries] = [widest(rows.map(([term]) => term)), widest(rows.map(([, summary]) => summary))]
  const lines = [
    ['command', 'what it does'] as const,
    ['-'.repeat(terms), '-'.repeat(summaries)] as const,
    ...rows,
  ].map(([term, summary]) => `| ${term.padEnd(terms)} | ${summary.padEnd(summaries)} |`)
  return readme.replace(TABLE, () => lines.join('\n'))
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length))
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ')
}
