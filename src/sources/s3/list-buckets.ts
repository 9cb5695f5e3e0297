import { AwsError } from '../aws/aws-error.ts'
import { Paging } from '../aws/paging.ts'
import { checkBucketAnswer } from './bucket-answer.ts'
import type { S3Client } from './s3-client.ts'

/** A bucket as the account lists it. */
export interface ListedBucket {
  readonly name: string
  readonly region: string | undefined
}

/** As many as a page may have. */
const PAGE = 10_000

/**
 * All buckets of an account. AWS tells their regions, and answers accounts that may have more than 10,000 at all, only
 * when it is asked for pages (docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html: "BucketRegion … if the
 * request contains at least one valid parameter"). Some other servers cut a page off at its size, and give no token to go
 * on with: they are not told any.
 */
export async function listBuckets(
  { sdk, client, abort }: S3Client,
  isForeign: boolean,
): Promise<ListedBucket[]> {
  const buckets: ListedBucket[] = []
  const pages = sdk.paginateListBuckets({ client, ...(isForeign ? {} : { pageSize: PAGE }) }, {}, abort)
  const paging = new Paging('s3:ListBuckets')
  for await (const page of pages) {
    checkBucketAnswer('ListBuckets', page)
    const { Buckets = [], ContinuationToken = '' } = page
    if (ContinuationToken !== '') paging.goOn(ContinuationToken, Buckets.length > 0)
    for (const { Name, BucketRegion } of Buckets) {
      if (!Name) throw new AwsError('s3:ListBuckets', 200, 'NoAnswer', 'a listed bucket has no name')
      buckets.push({ name: Name, region: BucketRegion })
    }
  }
  return buckets
}
