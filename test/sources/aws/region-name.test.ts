import { describe, expect, test } from 'vitest'
import { checkRegion } from '../../../src/sources/aws/region-name.ts'

const refusal = (name: string, isElsewhere = false) => {
  try {
    checkRegion(name, '--region', isElsewhere)
    return undefined
  } catch (error) {
    return error
  }
}

describe('a region of AWS', () => {
  test.each([
    'us-east-1',
    'ap-southeast-7',
    'mx-central-1',
    'us-gov-west-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'eusc-de-east-1',
    'cn-northwest-1',
    // Regions that may open tomorrow.
    'sa-west-1',
    'us-east-3',
    'nz-north-1',
  ])('may be %s', (name) => expect(refusal(name)).toBeUndefined())

  test.each([
    ['us-eas-1', 'us-east-1'],
    ['us_east_1', 'us-east-1'],
    ['us-east1', 'us-east-1'],
    ['useast-1', 'us-east-1'],
    ['US-EAST-1', 'us-east-1'],
    ['eu-centrall-1', 'eu-central-1'],
    ['us-gv-west-1', 'us-gov-west-1'],
    ['uss-east-2', 'us-east-2'],
    [' us-east-1', 'us-east-1'],
    ['us-east-1a', 'us-east-1'],
  ])('is no %s, but %s may have been meant', (name, meant) => {
    expect(refusal(name)).toMatchObject({
      code: 'Usage',
      message: `--region: '${name}' is not a region of AWS`,
      hint: `did you mean '${meant}'?`,
    })
  })

  test.each(['', 'nonsense', 'auto', 'moon/base', '127.0.0.1'])('is not %j', (name) =>
    expect(refusal(name)).toMatchObject({ code: 'Usage', hint: "region names look like 'us-east-1'" }),
  )
})

describe('a region of another server', () => {
  test.each([
    'us-east-1',
    'auto',
    'garage',
    'fr-par',
    'us-sea-1',
    'GRA',
    'us-west-004',
    'ru-central1',
    'us-lax-1',
    'mars-1',
  ])('may be %s', (name) => expect(refusal(name, true)).toBeUndefined())
  test.each(['', 'us_east_1', 'us-eas-1', 'us-esst-2', 'US-EAST-1', 'a b', '-x'])('is not %j', (name) =>
    expect(refusal(name, true)).toMatchObject({ code: 'Usage' }),
  )
})

describe('what is not a region to whoever is asked', () => {
  test.each(['all', 'ALL', 'All'])('%s asks for all of them', (name) => {
    for (const isElsewhere of [true, false])
      expect(refusal(name, isElsewhere)).toMatchObject({
        code: 'Usage',
        hint: "did you mean '--region all', for all that the account has?",
      })
  })

  test.each(['us-east-1-fips', 'fips-us-east-1', 'fips-aws-global', 'us-gov-west-1-FIPS'])(
    '%s names endpoints of a region',
    (name) => {
      for (const isElsewhere of [true, false])
        expect(refusal(name, isElsewhere)).toMatchObject({
          code: 'Usage',
          hint: 'AWS_USE_FIPS_ENDPOINT=true asks the FIPS endpoints of a region',
        })
    },
  )
})
