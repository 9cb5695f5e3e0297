import { textAt } from '../model/json-place.ts'
import type { StageExports } from './declaration/content.ts'
import type { Resource } from './declaration/declaration.ts'
import type { Rules } from './declaration/rules.ts'
import { literals, templates } from './integration-secrets.ts'

/** An integration of one operation, and one that operations share. */
const INTEGRATIONS = ['**.x-amazon-apigateway-integration', '**.x-amazon-apigateway-integrations.*']

/** When it was deployed stands for the version that nobody has given. */
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/

/** What becomes of an OpenAPI document. */
export const OPENAPI_RULES: Rules = {
  dropWhen: { 'info.version': (info) => TIME.test(textAt('version', info)) },
  secretMembers: Object.fromEntries(
    INTEGRATIONS.flatMap((place) => [
      [`${place}.requestParameters`, literals],
      [`${place}.requestTemplates`, templates],
    ]),
  ),
  secretUrl: INTEGRATIONS.map((place) => `${place}.uri`),
  json: ['x-amazon-apigateway-policy'],
  lists: {
    '**.parameters': { by: 'in name', noun: 'parameter' },
    '**.required': '',
    '**.security': '',
    '**.security.*': '',
    '**.cacheKeyParameters': '',
    '**.providerARNs': '',
    '**.jwtConfiguration.audience': '',
    'x-amazon-apigateway-binary-media-types': '',
    'x-amazon-apigateway-cors.*': '',
    'x-amazon-apigateway-endpoint-configuration.*': '',
  },
}

/** A file of OpenAPI beside an API's document for each stage that something is deployed to. */
export function stageExports(
  how: Omit<StageExports, 'kind'>,
): Pick<Resource, 'content' | 'contentPath' | 'contentCalls' | 'beside'> {
  return {
    content: { kind: 'stage exports', ...how },
    contentPath: `${how.folder}*/`,
    beside: { path: `${how.folder}*.openapi.json`, ...OPENAPI_RULES },
    contentCalls: [{ api: how.api, operation: how.operation }],
  }
}
