import { createHash } from 'node:crypto'
import { NormalizedSchema } from '@smithy/core/schema'

/** How answers of one kind differ from those of another, although nothing has changed. */
export interface Variant {
  /** What every time in an answer is. */
  readonly time: Date
  /** What is put in front of every text that the model says is sensitive. */
  readonly canary: string
}

type Schema = Parameters<typeof NormalizedSchema.of>[0]

const ITEMS = 2

/** An output with every member that its shape has: the same each time but for what the variant says. */
export function generatedAnswer(schema: Schema, variant: Variant): Record<string, unknown> {
  return valueOf(NormalizedSchema.of(schema), '', [], false, variant) as Record<string, unknown>
}

function valueOf(
  schema: NormalizedSchema,
  path: string,
  inside: readonly string[],
  isSensitive: boolean,
  variant: Variant,
): unknown {
  const secret = isSensitive || schema.getMergedTraits().sensitive === 1
  if (schema.isTimestampSchema()) return variant.time
  if (schema.isListSchema()) {
    return Array.from({ length: ITEMS }, (_, i) =>
      valueOf(schema.getValueSchema(), `${path}[${i}]`, inside, secret, variant),
    ).filter((item) => item !== undefined)
  }
  if (schema.isMapSchema()) {
    return { key: valueOf(schema.getValueSchema(), `${path}.key`, inside, secret, variant) }
  }
  if (schema.isStructSchema()) {
    const name = schema.getName(true) ?? path
    // Shapes that hold themselves end somewhere.
    if (inside.includes(name)) return undefined
    const members = [...schema.structIterator()].map(([member, of]) => [
      member,
      valueOf(of, `${path}.${member}`, [...inside, name], secret, variant),
    ])
    return Object.fromEntries(members.filter(([, value]) => value !== undefined))
  }
  if (schema.isBooleanSchema()) return true
  if (schema.isNumericSchema()) return numberOf(path)
  if (schema.isDocumentSchema()) return {}
  const text = textOf(path, secret, variant)
  return schema.isBlobSchema() ? Buffer.from(text) : text
}

function textOf(path: string, isSecret: boolean, { canary }: Variant): string {
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 8)
  if (isSecret) return `${canary}${hash}`
  const member = /\.(\w+)(?:\[\d+\])*$/.exec(path)?.[1] ?? ''
  if (/arn$/i.test(member)) return `arn:aws:x:us-east-1:123456789012:${hash}`
  return `${member}-${hash}`
}

function numberOf(path: string): number {
  return createHash('sha256').update(path).digest().readUInt16BE()
}
