import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { output } from './measure.ts'
import { JSNAP, type Tool } from './tool.ts'

export type LocalStep = 'cold' | 'unchanged' | 'edited' | 'diff' | 'checkout'

/** Sets a tool up in an empty folder to keep versions of `input`; checkouts go to `out` inside the folder. */
export type LocalTool = (folder: string, input: string) => Tool<LocalStep>

export const jsnap: LocalTool = (folder, input) => {
  writeFileSync(join(folder, 'jsnap.config.json'), JSON.stringify({ local: { site: { path: input } } }))
  const typed = (...args: string[]) => ({ argv: [...JSNAP, ...args], cwd: folder })
  const commit = (version: string) =>
    typed('commit', '--config', 'jsnap.config.json', '--only', 'local', '-m', version)
  const commands = {
    cold: commit('v1'),
    unchanged: commit('v2'),
    edited: commit('v3'),
    diff: typed('diff', 'v1', 'v3', '--name-status'),
    checkout: typed('checkout', 'v3', 'out'),
  }
  return { name: 'jsnap', store: join(folder, '.jsnap'), command: (step) => commands[step] }
}

export const restic: LocalTool = (folder, input) => {
  const store = join(folder, 'repository')
  const env = { RESTIC_PASSWORD: 'bench', RESTIC_CACHE_DIR: join(folder, 'cache'), RESTIC_REPOSITORY: store }
  const typed = (...args: string[]) => ({ argv: ['restic', ...args], cwd: input, env })
  output(typed('init'))
  const backup = typed('backup', '.')
  return {
    name: 'restic',
    store,
    command: (step) => {
      if (step === 'diff') return typed('diff', ...firstAndLastSnapshot())
      return step === 'checkout' ? typed('restore', 'latest', '--target', join(folder, 'out')) : backup
    },
  }

  function firstAndLastSnapshot(): string[] {
    const snapshots = JSON.parse(output(typed('snapshots', '--json'))) as { id: string }[]
    return [snapshots.at(0)?.id ?? '', snapshots.at(-1)?.id ?? '']
  }
}

export const git: LocalTool = (folder, input) => {
  const store = join(folder, 'repository')
  const out = join(folder, 'out')
  mkdirSync(out)
  const env = { GIT_DIR: store, GIT_AUTHOR_NAME: 'bench', GIT_AUTHOR_EMAIL: 'bench@localhost' }
  const typed = (workTree: string, command: string, more: Record<string, string> = {}) => ({
    argv: ['sh', '-c', command],
    cwd: workTree,
    env: {
      ...env,
      GIT_COMMITTER_NAME: 'bench',
      GIT_COMMITTER_EMAIL: 'bench@localhost',
      GIT_WORK_TREE: workTree,
      ...more,
    },
  })
  output(typed(input, 'git init -q && git config gc.auto 0'))
  const commit = typed(input, 'git add -A && git commit -q --allow-empty -m version')
  return {
    name: 'git',
    store,
    command: (step) => {
      if (step === 'diff') return typed(input, 'git diff --name-status HEAD~2 HEAD')
      // An index of its own, or git would compare with the work tree that was committed.
      if (step === 'checkout')
        return typed(out, 'git checkout -q HEAD -- .', { GIT_INDEX_FILE: join(folder, 'index') })
      return commit
    },
  }
}

export const cp: LocalTool = (folder, input) => ({
  name: 'cp',
  command: (step) =>
    step === 'checkout' ? { argv: ['cp', '-r', input, join(folder, 'out')], cwd: folder } : null,
})

export const rclone: LocalTool = (folder, input) => {
  const store = join(folder, 'copy')
  const copy = (from: string, to: string) => ({
    argv: ['rclone', 'sync', '--config', '', from, to],
    cwd: folder,
  })
  return {
    name: 'rclone',
    store,
    command: (step) => {
      if (step === 'diff') return null
      return step === 'checkout' ? copy(store, join(folder, 'out')) : copy(input, store)
    },
  }
}
