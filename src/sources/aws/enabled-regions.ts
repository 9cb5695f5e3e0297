import { AwsError } from './aws-error.ts'
import { send } from './request.ts'
import { encodeQuery, type Credentials } from './sigv4.ts'
import { elements } from './xml-text.ts'

/**
 * The regions that an account has enabled, by their names (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html).
 * `endpoint` is EC2's address when it is not AWS's own.
 * @throws AwsError
 */
export async function enabledRegions(
  credentials: Credentials,
  region: string,
  endpoint: string | undefined,
  now: () => number,
): Promise<string[]> {
  const operation = 'ec2:DescribeRegions'
  const { body } = await send(
    {
      operation,
      destination: {
        origin: endpoint === undefined ? ec2Origin(region) : new URL(endpoint).origin,
        region,
        service: 'ec2',
      },
      path: '/',
      query: encodeQuery({ Action: 'DescribeRegions', Version: '2016-11-15' }),
    },
    { credentials, count: () => undefined, now },
  )
  const names = elements(await body.text(), 'regionName')
  if (names.length === 0) throw new AwsError(operation, 200, 'NoRegions', 'the answer names no region')
  return names.sort()
}

function ec2Origin(region: string): string {
  const isInChina = region.startsWith('cn-')
  return `https://ec2.${region}.amazonaws.com${isInChina ? '.cn' : ''}`
}
