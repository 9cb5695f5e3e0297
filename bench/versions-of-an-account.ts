import type { Account } from '../fixtures/endpoint/account.ts'
import { startEndpoint } from '../fixtures/endpoint/endpoint.ts'
import { measure } from './measure.ts'
import type { Results } from './results.ts'
import type { S3Step, S3Tool } from './s3-tools.ts'
import { installedVersion, type ToolName } from './tool.ts'
import { bytesBelow, emptyFolder, removeRuns } from './work-folder.ts'

const STEPS: readonly S3Step[] = ['cold', 'unchanged']

/** Takes two versions of an account that does not change, with each of the tools that is installed. */
export async function versionsOfAnAccount(
  account: Account,
  tools: Partial<Record<ToolName, S3Tool>>,
  results: Results,
  runs: number,
): Promise<void> {
  // Endpoint and tool share the machine: what the endpoint does not need to do would only blur the comparison.
  const endpoint = await startEndpoint({ account, verifySignatures: false })
  try {
    for (let run = 0; run < runs; run++) {
      const installed = Object.entries(tools)
        .filter(([name]) => installedVersion(name as ToolName) !== undefined)
        .map(([name, setUp]) => setUp(emptyFolder(name), endpoint.url, [...account.buckets.keys()]))
      for (const step of STEPS) {
        for (const tool of installed) {
          const command = tool.command(step)
          if (command === null) continue
          const cost = await measure(command)
          results.add(step, tool.name, cost, tool.store === undefined ? undefined : bytesBelow(tool.store))
        }
      }
      removeRuns()
    }
  } finally {
    await endpoint.close()
  }
}
