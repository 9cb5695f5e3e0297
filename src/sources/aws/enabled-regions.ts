import { AwsError } from './aws-error.ts'
import { originOf } from './own-host.ts'
import { send } from './request.ts'
import type { EndpointVariants } from './endpoint-variants.ts'
import { encodeQuery, type Credentials } from './sigv4.ts'
import { elements } from './xml-text.ts'

/** What of a session is needed to ask. */
interface Asking {
  endpoint(service: string): Promise<string | undefined>
  variants(): Promise<EndpointVariants>
  now(): number
}

/**
 * The regions that an account has enabled, by their names (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html).
 * @throws AwsError
 */
export async function enabledRegions(
  credentials: Credentials,
  region: string,
  session: Asking,
): Promise<string[]> {
  const operation = 'ec2:DescribeRegions'
  const endpoint = await session.endpoint('EC2')
  const { body } = await send(
    {
      operation,
      destination: {
        origin: originOf('ec2', region, endpoint, await session.variants()),
        region,
        service: 'ec2',
      },
      path: '/',
      query: encodeQuery({ Action: 'DescribeRegions', Version: '2016-11-15' }),
    },
    { credentials, count: () => undefined, now: () => session.now() },
  )
  const names = elements(await body.text(), 'regionName')
  if (names.length === 0) throw new AwsError(operation, 200, 'NoRegions', 'the answer names no region')
  return names.sort()
}
