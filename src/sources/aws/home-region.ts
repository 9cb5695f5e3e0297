/** Where AWS has what has no region, and what CloudFront uses. */
export const HOME = 'us-east-1'
