import { join } from 'node:path'
import { DEMO_KEY } from '../fixtures/endpoint/credentials.ts'
import { JSNAP, type Tool } from './tool.ts'

export type S3Step = 'cold' | 'unchanged'

/** Sets a tool up in an empty folder to keep versions of an account. */
export type S3Tool = (folder: string, url: string, buckets: readonly string[]) => Tool<S3Step>

export const jsnap: S3Tool = (folder, url) => ({
  name: 'jsnap',
  store: join(folder, '.jsnap'),
  command: (step) => ({
    argv: [...JSNAP, 'commit', '--only', 's3', '-m', step],
    cwd: folder,
    env: awsEnvironment(url),
  }),
})

export const aws: S3Tool = (folder, url, buckets) => ({
  name: 'aws',
  store: join(folder, 'copy'),
  command: () => ({
    argv: [
      'sh',
      '-ec',
      'for bucket do aws s3 sync --only-show-errors "s3://$bucket" "copy/$bucket"; done',
      'sync',
      ...buckets,
    ],
    cwd: folder,
    env: awsEnvironment(url),
  }),
})

export const rclone: S3Tool = (folder, url) => ({
  name: 'rclone',
  store: join(folder, 'copy'),
  command: () => ({
    // Compared by checksum, or rclone would ask for the metadata of every object; the rest is what its manual advises for small objects.
    argv: 'rclone sync --config= --checksum --fast-list --transfers 32 --checkers 32'
      .split(' ')
      .concat(':s3:', 'copy'),
    cwd: folder,
    env: {
      ...noCertificates,
      RCLONE_S3_PROVIDER: 'Other',
      RCLONE_S3_ENDPOINT: url,
      RCLONE_S3_ACCESS_KEY_ID: DEMO_KEY.accessKeyId,
      RCLONE_S3_SECRET_ACCESS_KEY: DEMO_KEY.secretAccessKey,
    },
  }),
})

/** The endpoint speaks plain HTTP, and some clients give up on a bundle that a machine may name. */
const noCertificates = { AWS_CA_BUNDLE: '' }

function awsEnvironment(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: DEMO_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DEMO_KEY.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    ...noCertificates,
  }
}
