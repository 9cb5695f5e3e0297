import { LISTING_INSTEAD } from '../aws/answer-body.ts'

const CODES = [
  'NotImplemented',
  'XNotImplemented',
  LISTING_INSTEAD,
  'UnsupportedOperation',
  'UnsupportedArgument',
  'MethodNotAllowed',
  'NoSuchConfiguration',
  'Http405',
  'Http501',
]

/** Says whether a code is one that other S3 servers and some regions answer for what they do not have. */
export function isUnsupported(code: string): boolean {
  return CODES.includes(code)
}
