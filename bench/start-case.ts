import { tmpdir } from 'node:os'
import type { Case } from './case.ts'
import { measure } from './measure.ts'
import { installedVersion, VERSION_COMMANDS, type ToolName } from './tool.ts'

const STARTS_A_RUN = 5

/** The time that every command takes before it does anything. */
export const startCase: Case = {
  name: 'start',
  title: '--version',
  bars: [{ step: '--version', of: 'seconds', limit: 0.1 }],
  async run(results, runs) {
    const tools = Object.keys(VERSION_COMMANDS) as ToolName[]
    for (let i = 0; i < runs * STARTS_A_RUN; i++) {
      for (const tool of tools) {
        if (installedVersion(tool) === undefined) continue
        results.add('--version', tool, await measure({ argv: VERSION_COMMANDS[tool], cwd: tmpdir() }))
      }
    }
  },
}
