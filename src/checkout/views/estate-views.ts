import { readableJson, type Json } from '../../model/canonical-json.ts'
import type { Layout } from '../../services/layout.ts'
import { apiGatewayApis } from './api-gateway-apis.ts'
import { cacheBehaviors, distributions, origins } from './cloudfront-lists.ts'
import type { Documents } from '../../versions/documents.ts'
import { byKind, byName } from './document-maps.ts'
import { hostedZones } from './hosted-zones.ts'
import { lambdaPermissions } from './lambda-permissions.ts'
import type { View } from './view.ts'
import { webhooks } from './webhooks.ts'
import {
  API_GATEWAY,
  DATABASES,
  DISTRIBUTIONS,
  FUNCTIONS,
  HOSTED_ZONES,
  INSTANCES,
  MAIL,
} from '../../services/folders.ts'

/** A view made of documents: its path, the folders that they are in, and how it is made. */
interface EstateView {
  readonly path: string
  readonly folders: readonly string[]
  readonly make: (documents: Documents) => Json
}

const VIEWS: readonly EstateView[] = [
  { path: 'cloudfront/distributions.json', folders: [DISTRIBUTIONS], make: distributions },
  { path: 'cloudfront/cache-behaviors.json', folders: [DISTRIBUTIONS], make: cacheBehaviors },
  { path: 'cloudfront/origins.json', folders: [DISTRIBUTIONS], make: origins },
  { path: 'route53/hosted-zones.json', folders: [HOSTED_ZONES], make: hostedZones },
  { path: 'lambda/permissions.json', folders: [FUNCTIONS], make: lambdaPermissions },
  {
    path: 'lightsail/instance-configs.json',
    folders: [INSTANCES],
    make: (documents) => byName(documents, INSTANCES),
  },
  {
    path: 'databases/rds-configs.json',
    folders: [DATABASES],
    make: (documents) => byKind(documents, DATABASES),
  },
  {
    path: 'integrations/ses-config.json',
    folders: [MAIL],
    make: (documents) => byKind(documents, MAIL),
  },
  {
    path: 'integrations/api-gateway-apis.json',
    folders: [API_GATEWAY],
    make: apiGatewayApis,
  },
]

/** The views over the documents of whole services; one that would be of nothing is not made. */
export function estateViews(documents: Documents, layout: Layout): View[] {
  const folders = layout.addressed.map(({ folder }) => folder)
  // Also of a service of which nothing could be captured it says so.
  const above = folders.flatMap((folder) => documents.unknownAbove(folder)).map(({ path }) => path)
  const addresses: EstateView = {
    path: 'integrations/webhooks.json',
    folders: [...folders, ...above],
    make: () => webhooks(documents, layout),
  }
  return [...VIEWS, addresses]
    .filter(({ folders }) => folders.some((folder) => documents.itemsBelow(folder).length > 0))
    .map(({ path, folders, make }): View => ({
      path,
      // Who names one function wants that, and not a view of all.
      belongs: (wanted) => wanted(path) || folders.some((folder) => wanted(folder.replace(/\/$/, ''))),
      *text() {
        yield readableJson(make(documents))
      },
    }))
}
