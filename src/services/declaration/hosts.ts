/** Names of hosts that lead to a resource, and where its document has its own. */
export interface Host {
  /** Of what is identified by its name in its path, the first group is that name; without it, it is the record's that leads there. */
  readonly pattern: RegExp
  /** The places of the host itself, its URL, or the id that it begins with; not given for what its name identifies. */
  readonly at?: readonly string[]
  /** Most hosts that look so are of other resources: these are what is missing then. */
  readonly rarely?: true
}

/** `shop.s3.us-east-1.amazonaws.com`, `shop.s3-website-us-east-1.amazonaws.com` and their older forms. */
export const BUCKET_HOST = /^(.+)\.s3(?:-website)?(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com$/
/** CloudFront gives these to its distributions, and to what other services put before theirs. */
export const CLOUDFRONT_HOST = /\.cloudfront\.net$/
/** Matches the default host of an API of API Gateway. */
export const API_HOST = /\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/
/** Of databases of RDS, and of those of Lightsail. */
export const DATABASE_HOST = /\.rds\.amazonaws\.com$/
