import { expect, test } from 'vitest'
import { SERVICES } from '../../../../src/services/services.ts'
import { captureGenerated } from '../capture-generated.ts'

/** Places where anything may stand that people send along with a request, a message or a command, as `service member`. */
const PLACES = [
  ['apigateway', 'ValueGlob'],
  ['eventbridge', 'InputTemplate'],
  ['eventbridge', 'PipelineParameterList.Value'],
  ['eventbridge', 'EventBridgePutRawEventsParameters.Metadata'],
  ['eventbridge', 'Target.Input'],
  ['eventbridge', 'targets.Input'],
  ['lightsail', 'command'],
  ['lightsail', 'environment'],
  ['secretsmanager', 'ExternalSecretRotationMetadata.Value'],
  ['ses', 'AddHeaderAction.HeaderValue'],
  ['waf', 'RegularExpressionList.RegexString'],
] as const

test.each(PLACES)('of %s, %s is marked wherever it stands', async (name, place) => {
  const service = SERVICES.find((service) => service.name === name)
  if (service === undefined) throw new Error(`there is no service ${name}`)
  const { documents } = await captureGenerated(service, { time: new Date(0), canary: 'CANARY-' })
  const plain: string[] = []
  let marked = 0
  const look = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) {
      if (at.includes(`.${place}.`)) plain.push(at)
    } else if ('$secret' in value) {
      if (`${at}.`.includes(`.${place}.`)) marked++
    } else
      for (const [member, inner] of Object.entries(value))
        look(inner, Array.isArray(value) ? at : `${at}.${member}.`.replace(/\.+/g, '.'))
  }
  for (const [path, text] of documents) if (path.endsWith('.json')) look(JSON.parse(text), '.')
  expect(plain).toEqual([])
  expect(marked).toBeGreaterThan(0)
})
