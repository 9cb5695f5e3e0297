import { cp, git, jsnap, rclone, restic, type LocalStep } from './local-tools.ts'
import { measure, output } from './measure.ts'
import type { Results } from './results.ts'
import { installedVersion } from './tool.ts'
import { bytesBelow, emptyFolder, removeRuns } from './work-folder.ts'

const TOOLS = { jsnap, restic, git, cp, rclone }
const STEPS: readonly LocalStep[] = ['cold', 'unchanged', 'edited', 'diff', 'checkout']

/** Takes versions of a folder with every tool: as it is, again, after `edit`, their difference, and the last one back. */
export async function versionsOfAFolder(
  input: string,
  edit: () => () => void,
  results: Results,
  runs: number,
): Promise<void> {
  for (let run = 0; run < runs; run++) {
    const tools = Object.values(TOOLS)
      .filter(({ name }) => installedVersion(name as keyof typeof TOOLS) !== undefined)
      .map((setUp) => setUp(emptyFolder(setUp.name), input))
    let undo = () => {}
    try {
      for (const step of STEPS) {
        if (step === 'edited') undo = edit()
        // All tools take a step right after one another, so that a machine whose speed drifts is as fast for each, and
        // each run begins with another one: a file system is slow where much was just written or removed.
        for (const tool of [...tools.slice(run % tools.length), ...tools.slice(0, run % tools.length)]) {
          const command = tool.command(step)
          if (command === null) continue
          // Every tool is to find the input in the page cache, which the system may have taken back since the last one.
          output({ argv: ['sh', '-c', 'find . -type f -exec cat {} + > /dev/null'], cwd: input })
          const cost = await measure(command)
          results.add(step, tool.name, cost, tool.store === undefined ? undefined : bytesBelow(tool.store))
        }
      }
    } finally {
      undo()
    }
    removeRuns()
  }
}
