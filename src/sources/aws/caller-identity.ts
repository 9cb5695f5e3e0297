import { JsnapError } from '../../runtime/errors.ts'
import { textAt } from '../../model/json-place.ts'
import type { Api } from '../../services/declaration/api.ts'
import { ApiClient } from './api-client.ts'
import type { Asking } from './asking.ts'
import { AwsError } from './aws-error.ts'
import { plainMembers } from './plain-json.ts'

const STS: Api = {
  id: 'sts',
  sdkId: 'sts',
  load: () => import('@aws-sdk/client-sts'),
  client: 'STSClient',
  // What servers without it answer.
  lacking: ['Http400', 'Http403', 'Http404', 'Http405', 'Http501'],
  checksKeys: true,
}

/** Somebody waits for this one, and may have mistyped the address. */
const ATTEMPTS = 3

/** Whose the keys are. */
interface Caller {
  /** Of the user, or of the role with the name of the session. */
  readonly arn: string | null
  readonly account: string | null
  readonly partition: string | null
}

/** The account that keys are of, and its partition; null where there is no STS. @throws JsnapError Credentials, Source */
export async function callerIdentity(session: Asking, region: string): Promise<Caller> {
  const client = new ApiClient(STS, region, {
    session,
    onRequest: () => undefined,
    signal: new AbortController().signal,
    attempts: ATTEMPTS,
  })
  try {
    const answer = plainMembers(await client.ask('GetCallerIdentity', {}))
    const account = textAt('Account', answer)
    if (!/^\d{12}$/.test(account)) throw noIdentity('it contains no account', undefined)
    const arn = textAt('Arn', answer)
    return { account, partition: arn.split(':')[1] ?? null, arn: arn.startsWith('arn:') ? arn : null }
  } catch (error) {
    if (error instanceof AwsError) return nobody(error, await session.endpoint(STS.sdkId))
    throw error
  } finally {
    await client.close()
  }
}

/** Other S3 servers have no STS; what they refuse it with differs. AWS has one. @throws JsnapError */
function nobody(error: AwsError, endpoint: string | undefined): Caller {
  const { status, code, message } = error
  if (/^(ENOTFOUND|ECONNREFUSED|EAI_AGAIN)$/.test(code)) {
    throw new JsnapError('Source', `cannot reach ${endpoint ?? 'AWS'}: ${message}`, {
      hint: 'check the network, --endpoint-url and AWS_ENDPOINT_URL',
      cause: error,
    })
  }
  const isGood = status === 200 || code === 'Http200'
  if (isGood && !LISTING.test(message)) throw noIdentity(message, error)
  if (endpoint !== undefined) return { account: null, partition: null, arn: null }
  throw new JsnapError('Source', `cannot determine the account: sts:GetCallerIdentity: ${code}`, {
    hint: 'try again later; if there is a VPC endpoint for STS, its policy must allow the call',
    cause: error,
  })
}

/** What other S3 servers do that take any request without a path for one of S3. */
const LISTING = /^the answer is <List(?:AllMyBuckets|Bucket)Result>$/

/** A proxy or a page to sign in answers everything: what is not known to be AWS is not asked for an estate. */
function noIdentity(reason: string, cause: unknown): JsnapError {
  return new JsnapError(
    'Credentials',
    `cannot determine the account: unexpected answer of sts:GetCallerIdentity: ${reason}`,
    {
      hint: 'check what answers at the endpoint; for a server with S3 and no STS, set only AWS_ENDPOINT_URL_S3',
      cause,
    },
  )
}
