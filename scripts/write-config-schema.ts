/** Writes the JSON schema of the configuration from the one that the code checks with: `node scripts/write-config-schema.ts`. */
import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { configSchema } from '../src/config/config-schema.ts'

/** The published schema, as text. */
export function schemaText(): string {
  return JSON.stringify(z.toJSONSchema(configSchema), null, 2) + '\n'
}

if (import.meta.main) {
  writeFileSync(new URL('../schema/jsnap.config.schema.json', import.meta.url), schemaText())
}
