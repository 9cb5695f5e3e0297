/** The JSON schema of the configuration, from the one that the code checks with; `generate.ts` writes it. */
import { z } from 'zod'
import { configSchema } from '../src/config/config-schema.ts'

/** The published schema, as text. */
export function schemaText(): string {
  return JSON.stringify(z.toJSONSchema(configSchema), null, 2) + '\n'
}
