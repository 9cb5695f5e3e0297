import { AwsError } from '../aws/aws-error.ts'
import { UnreadableError, type Unreadable } from '../source.ts'

/** Why an object cannot be read, when S3 refuses; any other error stays what it is. */
export function asUnreadable(error: unknown): Error {
  if (!(error instanceof AwsError)) return error instanceof Error ? error : new Error(String(error))
  return new UnreadableError({
    reason: reasonOf(error),
    operation: error.operation,
    code: error.code,
    message: error.message,
  })
}

function reasonOf({ status, code, message }: AwsError): Unreadable['reason'] {
  if (code === 'InvalidObjectState') return 'archived'
  if (status === 400 && code === 'InvalidRequest' && /encrypt|customer/i.test(message)) return 'sse-c'
  if (code === 'NoSuchBucket') return 'gone'
  return status === 403 || code.startsWith('KMS.') ? 'denied' : 'failed'
}

/** An object that was overwritten or deleted under the reader's hands, or that is not usable when it is read. */
export function unreadableObject(
  reason: Unreadable['reason'],
  code: string,
  message: string,
): UnreadableError {
  return new UnreadableError({ reason, operation: 's3:GetObject', code, message })
}

/** An object that keeps being overwritten. */
export function changingObject(): UnreadableError {
  return unreadableObject(
    'changing',
    'PreconditionFailed',
    'the object was overwritten each time it was read',
  )
}

/** Says whether an answer means that the object is no longer as it was listed. */
export function isGoneOrChanged(error: unknown): error is AwsError {
  if (!(error instanceof AwsError)) return false
  return error.status === 412 || (error.status === 404 && error.code !== 'NoSuchBucket')
}
