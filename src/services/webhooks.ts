import type { DeclaredSource } from './declaration/declaration.ts'

/** Addresses that others call and that no API lists, as the configuration lists them. */
export const WEBHOOKS: DeclaredSource = {
  name: 'webhooks',
  label: 'Webhooks',
  scope: 'global',
  prefixes: ['integrations/webhooks/'],
  resources: [{ path: 'integrations/webhooks/*.json', addresses: { kind: 'listed', url: ({ url }) => url } }],
}
