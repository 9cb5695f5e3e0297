/** A command that a page shows, with the lines below it. */
export interface Typed {
  readonly command: string
  readonly output: string
}

/** The commands of a page behind a dollar sign. */
export function typedCommands(page: string): Typed[] {
  const blocks = page.split(/^ {4}\$ /m).slice(1)
  return blocks.map((block) => {
    const [command = '', ...below] = block.split('\n')
    const end = below.findIndex((line) => line !== '' && !line.startsWith('    '))
    const lines = (end === -1 ? below : below.slice(0, end)).map((line) => line.replace(/^ {4}/, ''))
    return { command, output: lines.join('\n') }
  })
}
