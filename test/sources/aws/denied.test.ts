import { expect, test } from 'vitest'
import { AwsError } from '../../../src/sources/aws/aws-error.ts'
import { isDenied } from '../../../src/sources/aws/denied.ts'

test.each([
  ['AccessDenied', true],
  ['AccessDeniedException', true],
  ['AuthorizationErrorException', true],
  ['UnauthorizedOperation', true],
  ['ForbiddenException', true],
  ['ThrottlingException', false],
  ['ExpiredToken', false],
  ['InvalidClientTokenId', false],
  // A proxy's answer, and not AWS's.
  ['Http403', false],
  ['AccessDeniedForDependencyException', false],
])('%s is a denial: %s', (code, is) => {
  expect(isDenied(new AwsError('x:Y', 403, code, ''))).toBe(is)
})
