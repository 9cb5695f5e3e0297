import { spawnSync } from 'node:child_process'
import type { Command } from './measure.ts'
import { packedJsnap } from './packed-jsnap.ts'

/** The command of jsnap, as it is published. */
export const JSNAP = [process.execPath, await packedJsnap()]

/** The tools that are measured, by the command that prints their version. */
export const VERSION_COMMANDS = {
  jsnap: [...JSNAP, '--version'],
  restic: ['restic', 'version'],
  git: ['git', '--version'],
  cp: ['cp', '--version'],
  rclone: ['rclone', 'version'],
  aws: ['aws', '--version'],
} as const satisfies Record<string, readonly string[]>

export type ToolName = keyof typeof VERSION_COMMANDS

/** One tool set up to do one case: what it runs for each step, and where it keeps what it stores. */
export interface Tool<Step extends string> {
  readonly name: ToolName
  /** What is typed for a step; null where the tool has nothing that compares. */
  command(step: Step): Command | null
  /** The folder whose bytes count as the store. */
  readonly store?: string
}

const versions = new Map<ToolName, string | undefined>()

/** From now on, every tool but jsnap counts as not installed. */
export function leaveOutPeers(): void {
  for (const tool of Object.keys(VERSION_COMMANDS) as ToolName[])
    if (tool !== 'jsnap') versions.set(tool, undefined)
}

/** The version that a tool prints; undefined when it is not installed. */
export function installedVersion(tool: ToolName): string | undefined {
  if (!versions.has(tool)) {
    const [file = '', ...args] = VERSION_COMMANDS[tool]
    const run = spawnSync(file, args, { encoding: 'utf8' })
    versions.set(tool, run.status === 0 ? run.stdout.split('\n')[0] : undefined)
  }
  return versions.get(tool)
}
