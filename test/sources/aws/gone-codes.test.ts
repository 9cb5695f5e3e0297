import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Api } from '../../../src/services/declaration/api.ts'
import type { Call } from '../../../src/services/declaration/declaration.ts'
import { SERVICES } from '../../../src/services/services.ts'

const require = createRequire(import.meta.url)

/** The errors of a call by which its model says that something is not there. */
function notFoundCodes(api: Api, operation: string): string[] {
  const name = /@aws-sdk\/client-[\w-]+/.exec(String(api.load))?.[0]
  if (name === undefined) return []
  const types = join(dirname(require.resolve(`${name}/package.json`)), 'dist-types')
  const text = readFileSync(join(types, 'commands', `${operation}Command.d.ts`), 'utf8')
  return [...text.matchAll(/@throws \{@link (\w*(?:NotFound|NoSuch|DoesNotExist|Nonexistent)\w*)\}/g)].map(
    ([, code = '']) => code,
  )
}

test.each(SERVICES.map((service) => [service.name, service] as const))(
  'what is deleted between its list and its details is no problem of %s',
  (_, { api, resources }) => {
    const problems: string[] = []
    const look = (call: Call, path: string): void => {
      const codes = notFoundCodes(call.api ?? api, call.operation)
      const known = [...(call.absent ?? []), ...(call.gone ?? [])]
      if (codes.length > 0 && !codes.some((code) => known.includes(code)) && !isRdsTags(call, known))
        problems.push(`${path} ${call.operation}: ${codes.join(', ')}`)
      for (const detail of Object.values(call.details ?? {})) look(detail, path)
    }
    for (const { path, details = {} } of resources)
      for (const detail of Object.values(details)) look(detail, path)
    expect(problems).toEqual([])
  },
)

/** The model of this one names no group, though groups have tags. */
function isRdsTags({ operation }: Call, known: readonly string[]): boolean {
  return operation === 'ListTagsForResource' && known.some((code) => code.endsWith('NotFoundFault'))
}
