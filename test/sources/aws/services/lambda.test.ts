import { expect, test } from 'vitest'
import { LAMBDA } from '../../../../src/services/lambda.ts'
import { captureAnswered, refusing } from '../capture-answered.ts'

test('a region without URLs, code signing and recursion settings has functions, and no problems', async () => {
  const lacking = refusing(
    'AccessDeniedException',
    'Unable to determine service/operation name to be authorized',
    403,
  )
  const names = ['orders', 'mails']
  const { documents, gaps, problems, unknown } = await captureAnswered(
    LAMBDA,
    {
      ListFunctions: { Functions: names.map((FunctionName) => ({ FunctionName })) },
      GetFunction: ({ FunctionName }) => ({
        Configuration: { FunctionName, PackageType: 'Zip', CodeSha256: 'eA==' },
      }),
      GetPolicy: refusing('ResourceNotFoundException', '', 404),
      ListFunctionUrlConfigs: lacking,
      GetFunctionCodeSigningConfig: lacking,
      GetFunctionRecursionConfig: lacking,
      ListCodeSigningConfigs: lacking,
      ListCapacityProviders: lacking,
    },
    ['us-east-1'],
  )
  expect([problems, unknown]).toEqual([[], []])
  expect(documents.get('lambda/functions/orders/config.json')).toEqual({
    FunctionName: 'orders',
    PackageType: 'Zip',
    CodeSha256: 'eA==',
    runtimeManagement: { UpdateRuntimeOn: 'Auto' },
  })
  expect(gaps.map(({ path }) => path).sort()).toEqual([
    'lambda/capacity-providers/',
    'lambda/code-signing-configs/',
    'lambda/functions/*/config.json#/codeSigning',
    'lambda/functions/*/config.json#/recursion',
    'lambda/functions/*/config.json#/urls',
  ])
  expect(gaps[0]?.reason).toMatch(/^lambda:\w+ is not offered to this account in us-east-1 \(AccessDenied/)
})
