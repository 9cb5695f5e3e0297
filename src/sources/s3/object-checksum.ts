import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { oneOf, type AwsResponse } from '../aws/request.ts'

/** What an answer says about the whole content. */
export interface Checksum {
  readonly algorithm: 'sha256' | 'crc32' | 'md5'
  /** In base64 for a checksum of S3's, in hex for an MD5. */
  readonly value: string
  /** An ETag that looks like an MD5 need not be one: an upload to another server, or one under a key, has others. */
  readonly isCertain: boolean
}

/** The checksum to hold the content against; undefined when the answer gives none of the whole content. */
export function checksumOf({ headers }: AwsResponse): Checksum | undefined {
  if (oneOf(headers['x-amz-checksum-type']) !== 'COMPOSITE') {
    for (const algorithm of ['sha256', 'crc32'] as const) {
      const value = oneOf(headers[`x-amz-checksum-${algorithm}`])
      // One of the parts' checksums ends with their number.
      if (value !== undefined && !value.includes('-')) return { algorithm, value, isCertain: true }
    }
  }
  const etag = (oneOf(headers['etag']) ?? '').replaceAll('"', '')
  const encryption = oneOf(headers['x-amz-server-side-encryption']) ?? ''
  if (!/^[0-9a-f]{32}$/.test(etag) || encryption.startsWith('aws:')) return undefined
  return { algorithm: 'md5', value: etag, isCertain: false }
}

/** Computes a checksum of content that comes in pieces. */
export interface RunningChecksum {
  update(piece: Uint8Array): void
  /** As `Checksum.value` has it; to be called once. */
  value(): string
}

/** Begins to compute a checksum. */
export function runningChecksum(algorithm: Checksum['algorithm']): RunningChecksum {
  if (algorithm === 'crc32') return runningCrc32()
  const hash = createHash(algorithm)
  return {
    update: (piece) => void hash.update(piece),
    value: () => hash.digest(algorithm === 'md5' ? 'hex' : 'base64'),
  }
}

function runningCrc32(): RunningChecksum {
  let crc = 0
  return {
    update: (piece) => {
      crc = crc32(piece, crc)
    },
    value: () => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(crc)
      return bytes.toString('base64')
    },
  }
}
