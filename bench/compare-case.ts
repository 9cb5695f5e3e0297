import type { Case } from './case.ts'
import { largeVersions } from './large-versions.ts'
import { measure } from './measure.ts'
import { JSNAP } from './tool.ts'

const STEPS = { 'in one bucket': 'folder', scattered: 'scattered' }

/** Comparing versions of which hardly anything differs. */
export const compareCase: Case = {
  name: 'compare',
  title: 'diff --name-status of two versions of 1,000,000 entries, of which 10,000 changed',
  bars: Object.keys(STEPS).map((step) => ({ step, of: 'seconds', limit: 1 })),
  async run(results, runs) {
    const cwd = await largeVersions()
    for (let i = 0; i < runs; i++) {
      for (const [step, version] of Object.entries(STEPS)) {
        const argv = [...JSNAP, 'diff', 'base', version, '--name-status']
        results.add(step, 'jsnap', await measure({ argv, cwd }))
      }
    }
  },
}
