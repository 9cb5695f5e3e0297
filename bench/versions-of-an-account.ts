import { rmSync } from 'node:fs'
import type { Account } from '../fixtures/endpoint/account.ts'
import { startEndpoint } from '../fixtures/endpoint/endpoint.ts'
import { measure } from './measure.ts'
import type { Results } from './results.ts'
import type { S3Step, S3Tool } from './s3-tools.ts'
import { installedVersion, type ToolName } from './tool.ts'
import { bytesBelow, emptyFolder } from './work-folder.ts'

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
      for (const [name, setUp] of Object.entries(tools)) {
        if (installedVersion(name as ToolName) === undefined) continue
        const folder = emptyFolder(name)
        const tool = setUp(folder, endpoint.url, [...account.buckets.keys()])
        for (const step of STEPS) {
          const command = tool.command(step)
          if (command === null) continue
          const cost = await measure(command)
          results.add(step, tool.name, cost, tool.store === undefined ? undefined : bytesBelow(tool.store))
        }
        rmSync(folder, { recursive: true })
      }
    }
  } finally {
    await endpoint.close()
  }
}
