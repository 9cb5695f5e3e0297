import { readableJson, type JsonObject } from '../../src/model/canonical-json.ts'
import type { Declared, DeclaredKind } from '../../src/model/declared.ts'
import type { Source } from '../../src/sources/source.ts'

const KIND: DeclaredKind = {
  path: 'lambda/functions/*/config.json',
  list: 'lambda:ListFunctions',
  told: 'name',
}

/** A source of documents that are at hand, which knows to ask for one kind of thing, of lambda when not told otherwise. */
export function documents(
  made: Readonly<Record<string, JsonObject>>,
  kind: Partial<DeclaredKind> = {},
): Source {
  const { path } = { ...KIND, ...kind }
  const [prefix = '', name = ''] = /^(?:integrations\/)?([^/]+)\//.exec(path) ?? []
  const declared: Declared = { prefixes: [prefix], isRegional: true, kinds: [{ ...KIND, ...kind }] }
  return {
    name,
    prefixes: declared.prefixes,
    declared,
    actions: ['lambda:ListFunctions'],
    workerContext: () => Promise.resolve(null),
    async capture(sink) {
      for (const [at, document] of Object.entries(made))
        await sink.document({
          path: at,
          type: 'config',
          bytes: Buffer.from(readableJson(document)),
          meta: {},
        })
    },
  }
}
