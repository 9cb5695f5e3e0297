import { textAt } from '../../model/json-place.ts'
import { LIST_BUCKETS, S3 } from '../../services/s3.ts'
import { RegionClients } from '../aws/region-clients.ts'
import type { AwsSession } from '../aws/session.ts'

/** The region of each of an account's buckets of which the list says it. @throws AwsError, JsnapError Credentials */
export async function regionsOfBuckets(
  session: AwsSession,
  region: string,
  signal: AbortSignal,
): Promise<string[]> {
  const clients = new RegionClients(S3.api, region, { session, onRequest: () => undefined, signal })
  try {
    const buckets = await clients.reader.list(LIST_BUCKETS)
    return buckets.map(({ item }) => textAt('region', item)).filter((region) => region !== '')
  } finally {
    await clients.close()
  }
}
