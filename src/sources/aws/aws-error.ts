/** A refusal by an AWS service, or a request that never got an answer. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  /** The service's code, as `AccessDenied`; `Http404` and so on for an answer that is not AWS's; Node's for a broken connection. */
  readonly code: string
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  /** As `s3:GetObject`. */
  readonly operation: string
  /** The region that a redirect names. */
  readonly region: string | undefined

  constructor(operation: string, status: number, code: string, message: string, region?: string) {
    super(message === '' ? code : message)
    this.operation = operation
    this.status = status
    this.code = code
    this.region = region
  }
}
