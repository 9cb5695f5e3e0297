import type { DeclaredSource } from './declaration/declaration.ts'

/** Apps Script projects. The documents are what `clasp` lists of them. */
export const GAS: DeclaredSource = {
  name: 'gas',
  label: 'Apps Script',
  scope: 'global',
  prefixes: ['gas-projects/'],
  files: { one: 'file', many: 'files' },
  folders: { one: 'project', many: 'projects' },
  resources: [
    {
      path: 'gas-projects/*/deployments.json',
      kind: 'deployments',
      lists: { '': { by: 'deploymentId', noun: '' } },
    },
    {
      path: 'gas-projects/*/versions.json',
      kind: 'versions',
      lists: { '': { by: 'versionNumber', noun: '' } },
    },
  ],
}
