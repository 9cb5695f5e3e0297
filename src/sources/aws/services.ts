import type { Service } from './declaration.ts'
import { CLOUDFRONT } from './services/cloudfront.ts'
import { LAMBDA } from './services/lambda.ts'
import { ROUTE53 } from './services/route53.ts'

/** All services of AWS but S3, which has a source of its own. */
export const SERVICES: readonly Service[] = [CLOUDFRONT, LAMBDA, ROUTE53]
