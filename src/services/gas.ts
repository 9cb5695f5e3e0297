import type { DeclaredDocuments } from './declaration/declaration.ts'

/** What `clasp` lists of Apps Script projects: the documents are lists. */
export const GAS: DeclaredDocuments = {
  prefixes: ['gas-projects/'],
  resources: [
    { path: 'gas-projects/*/deployments.json', lists: { '': { by: 'deploymentId', noun: '' } } },
    { path: 'gas-projects/*/versions.json', lists: { '': { by: 'versionNumber', noun: '' } } },
  ],
}
