import { AwsError } from '../../aws-error.ts'
import { collectAnswer } from '../../collect-answer.ts'
import { withQuietBody } from '../../quiet-body.ts'
import { ATTEMPTS, brokenConnection, isWorthRetrying, pause, type Sender } from '../../request.ts'

const OPERATION = 'lambda:download'
/** Lambda takes no more, not even unpacked. */
const LARGEST_PACKAGE = 256 * 1024 * 1024

/**
 * The bytes at a presigned address. It is in no error. With an endpoint that is not AWS's own, AWS is not asked.
 * @throws AwsError
 */
export async function download(
  location: string,
  endpoint: string | undefined,
  sender: Sender,
): Promise<Buffer> {
  if (!/^https?:/.test(location) || !URL.canParse(location)) {
    throw new AwsError(OPERATION, 0, 'NotServed', 'the endpoint does not serve the package')
  }
  if (endpoint !== undefined && /(^|\.)amazonaws\.com(\.cn)?$/.test(new URL(location).hostname)) {
    throw new AwsError(
      OPERATION,
      0,
      'NotServed',
      'the endpoint returned an address of AWS itself for the package',
    )
  }
  for (let attempt = 1; ; attempt++) {
    const answer = await tryDownload(location, sender)
    if (!(answer instanceof AwsError)) return answer
    if (attempt >= ATTEMPTS || !isWorthRetrying(answer)) throw answer
    await pause(attempt, sender.signal)
  }
}

async function tryDownload(location: string, sender: Sender): Promise<Buffer | AwsError> {
  const { request } = await import('undici')
  sender.count(OPERATION)
  try {
    const answer = await request(location, {
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
      ...(sender.signal === undefined ? {} : { signal: sender.signal }),
    })
    const { statusCode, headers, body } = withQuietBody(answer)
    if (statusCode !== 200) {
      body.destroy()
      return new AwsError(OPERATION, statusCode, `Http${statusCode}`, '')
    }
    const bytes = await collectAnswer(body, OPERATION, { largest: LARGEST_PACKAGE, now: sender.now })
    const length = headers['content-length']
    if (typeof length === 'string' && Number(length) !== bytes.length) {
      return new AwsError(OPERATION, 0, 'Truncated', 'the download of the package was cut off')
    }
    return bytes
  } catch (error) {
    sender.signal?.throwIfAborted()
    if (error instanceof AwsError) return error
    const { code } = brokenConnection(OPERATION, error)
    return new AwsError(OPERATION, 0, code, 'the connection broke while the package was read')
  }
}
