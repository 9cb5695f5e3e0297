import { parseArgs } from 'node:util'
import { archiveCase } from './archive-case.ts'
import { compareCase } from './compare-case.ts'
import { filesCase } from './files-case.ts'
import { largeObjectCase } from './large-object-case.ts'
import { manyObjectsCase } from './many-objects-case.ts'
import { hasGnuTime } from './measure.ts'
import { report } from './report.ts'
import { Results } from './results.ts'
import { s3Case } from './s3-case.ts'
import { startCase } from './start-case.ts'
import { installedVersion, leaveOutPeers, VERSION_COMMANDS, type ToolName } from './tool.ts'
import { removeRuns } from './work-folder.ts'

const CASES = [startCase, filesCase, archiveCase, s3Case, manyObjectsCase, largeObjectCase, compareCase]

/** What `--quick` measures, of jsnap alone: less than five minutes on two cores. */
const QUICK = [startCase, filesCase, s3Case, compareCase]

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    runs: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
})

if (values.help) {
  console.log('npm run bench -- [--quick] [--only CASE]… [--runs N]\n')
  for (const { name, title } of CASES) console.log(`  ${name.padEnd(12)}  ${title}`)
} else {
  await main()
}

async function main(): Promise<void> {
  const unknown = values.only?.find((name) => !CASES.some((known) => known.name === name))
  if (unknown !== undefined) throw new Error(`unknown case '${unknown}'`)
  if (values.quick) leaveOutPeers()
  for (const tool of Object.keys(VERSION_COMMANDS) as ToolName[])
    console.log(`${tool.padEnd(6)}  ${installedVersion(tool) ?? 'left out, or not installed'}`)
  if (!hasGnuTime) console.log('no GNU time, so neither CPU nor memory is measured')
  try {
    for (const one of values.quick ? QUICK : CASES) {
      if (values.only !== undefined && !values.only.includes(one.name)) continue
      const results = new Results()
      await one.run(results, Number(values.runs))
      console.log(report(one.title, results.rows(), one.bars))
    }
  } finally {
    removeRuns()
  }
}
