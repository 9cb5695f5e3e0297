import type { DeclaredSource } from './declaration/declaration.ts'

/** Folders of this machine. */
export const LOCAL: DeclaredSource = {
  name: 'local',
  label: 'Local files',
  scope: 'global',
  prefixes: ['local/'],
  files: { one: 'file', many: 'files' },
  folders: { one: 'folder', many: 'folders' },
  resources: [],
}
