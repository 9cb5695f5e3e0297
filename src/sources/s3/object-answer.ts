import { AwsError } from '../aws/aws-error.ts'
import { oneOf, type AwsResponse } from '../aws/request.ts'

const OPERATION = 's3:GetObject'

/** Said of an answer that is about another state of an object than the one that was asked for. */
export const OTHER_ETAG = 'OtherETag'

/**
 * Holds the answer to a GET against the object as it was listed: what is not an answer about it, as a proxy's page, is
 * not its content. S3 and those that serve like it say the ETag with every one. @throws AwsError
 */
export function checkObjectAnswer(
  { statusCode, headers }: Pick<AwsResponse, 'statusCode' | 'headers'>,
  { etag, size }: { readonly etag: string; readonly size: number },
  from: number,
): void {
  const header = (name: string) => oneOf(headers[name])
  const refuse = (message: string, code = 'NoAnswer', status = statusCode) => {
    throw new AwsError(OPERATION, status, code, message)
  }
  if (from > 0 && statusCode === 200) refuse('the server does not answer with a range', 'NoRange')
  if (statusCode !== (from > 0 ? 206 : 200)) refuse(`the answer has the status ${statusCode}`)
  const answered = header('etag')?.replace(/^W\//, '').replaceAll('"', '')
  if (answered === undefined) refuse('the answer has no ETag, so it is not from S3')
  if (answered !== etag) refuse(`the answer's ETag '${answered}' is not the listed one`, OTHER_ETAG, 412)
  const range = `bytes ${from}-${size - 1}/${size}`
  if (from > 0 && header('content-range') !== range)
    refuse(`the answer has the range '${header('content-range') ?? ''}' instead of '${range}'`)
  const length = header('content-length')
  if (length !== undefined && Number(length) !== size - from)
    refuse(`the answer has ${length} bytes instead of ${size - from}`)
}
