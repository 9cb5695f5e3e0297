import { AwsError } from './aws-error.ts'
import { originOf } from './own-host.ts'
import { send } from './request.ts'
import type { Asking } from './asking.ts'
import { encodeQuery } from './sigv4.ts'
import { elements } from './xml-text.ts'

/**
 * The regions that an account has enabled, by their names
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html).
 * Without the SDK: its client of EC2 is larger than all others, and this one call is all it would be for.
 * @throws AwsError
 */
export async function enabledRegions(session: Asking, region: string): Promise<string[]> {
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
    { credentials: await session.credentials(), count: () => undefined, now: () => session.now() },
  )
  const names = elements(await body.text(), 'regionName')
  if (names.length === 0) throw new AwsError(operation, 200, 'NoRegions', 'the answer names no region')
  return names.sort()
}
