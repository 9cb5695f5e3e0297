import { NormalizedSchema } from '@smithy/core/schema'
import { nothingOf } from '../../../fixtures/aws/nothing-of.ts'
import type { JsonObject } from '../../../src/model/canonical-json.ts'
import type { Api } from '../../../src/services/declaration/api.ts'

type Commands = Readonly<Record<string, new (input: object) => { readonly schema: readonly unknown[] }>>
type Schema = Parameters<typeof NormalizedSchema.of>[0]

/** What is answered about what nobody has set, where it is not nothing. */
const UNSET: Readonly<Record<string, JsonObject>> = {
  GetFunctionRecursionConfig: { RecursiveLoop: 'Terminate' },
  GetRuntimeManagementConfig: { UpdateRuntimeOn: 'Auto' },
}

/** What an API answers to an operation when it has nothing of the kind. */
export async function nothingFrom(api: Api): Promise<(operation: string) => JsonObject> {
  const sdk = (await api.load()) as Commands
  return (operation) => {
    const Command = sdk[`${operation}Command`]
    if (Command === undefined) return {}
    const output = NormalizedSchema.of(new Command({}).schema[5] as Schema)
    const unset = UNSET[operation]
    if (unset !== undefined) return unset
    return output.isStructSchema() ? (nothingOf(output) as JsonObject) : {}
  }
}
