import { createHash } from 'node:crypto'
import { messageOf } from '../../../../runtime/errors.ts'
import { textAt } from '../../../../model/json-place.ts'
import { AwsError } from '../../aws-error.ts'
import { sendForJson, type Sender } from '../../request.ts'
import {
  UnreadableError,
  type Opener,
  type OpenRequest,
  type OpenTools,
  type Reading,
} from '../../../source.ts'
import { download } from './download.ts'
import type { PackageContext, PackageRequest } from './package-request.ts'
import { zipMembers } from './zip-members.ts'

/**
 * Opens code packages of Lambda. Where one is says an address that is valid for ten minutes, so that it is asked for and
 * used together; it lets anyone read the package, and is never shown.
 */
export const openPackage: Opener = {
  async open(request: OpenRequest, context: unknown, tools: OpenTools): Promise<Reading> {
    const wanted = request as PackageRequest
    const { credentials, endpoint } = context as PackageContext
    const sender: Sender = {
      credentials,
      count: (operation) => tools.count(operation),
      now: () => tools.now(),
      signal: tools.signal,
    }
    try {
      const { location, codeSha256 } = await whereItIs(wanted, endpoint, sender)
      if (codeSha256 !== wanted.codeSha256) throw changed(wanted)
      const bytes = await download(location, endpoint, sender)
      if (createHash('sha256').update(bytes).digest('base64') !== codeSha256) throw changed(wanted)
      return readingOf(bytes, codeSha256)
    } catch (error) {
      throw asUnreadable(error)
    }
  },
  openStored: (request, bytes) => readingOf(bytes, (request as PackageRequest).codeSha256),
}

function readingOf(bytes: Uint8Array, codeSha256: string): Reading {
  return {
    content: bytes,
    members: () => zipMembers(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
    settle: () => Promise.resolve({ meta: {}, origin: { codeSha256 }, problems: [] }),
  }
}

interface Whereabouts {
  readonly location: string
  readonly codeSha256: string
}

async function whereItIs(
  { region, path, query, operation }: PackageRequest,
  endpoint: string | undefined,
  sender: Sender,
): Promise<Whereabouts> {
  const isInChina = region.startsWith('cn-')
  const answer = await sendForJson(
    {
      operation: `lambda:${operation}`,
      destination: {
        origin:
          endpoint === undefined
            ? `https://lambda.${region}.amazonaws.com${isInChina ? '.cn' : ''}`
            : new URL(endpoint).origin,
        region,
        service: 'lambda',
      },
      path,
      query,
    },
    sender,
  )
  const location = textAt('Code.Location', answer) || textAt('Content.Location', answer)
  const codeSha256 = textAt('Configuration.CodeSha256', answer) || textAt('Content.CodeSha256', answer)
  if (location === '' || codeSha256 === '') {
    throw new AwsError(
      `lambda:${operation}`,
      200,
      'NoLocation',
      'the answer does not say where the package is',
    )
  }
  return { location, codeSha256 }
}

function changed({ operation }: PackageRequest): UnreadableError {
  return new UnreadableError({
    reason: 'changing',
    operation: `lambda:${operation}`,
    code: 'CodeSha256Mismatch',
    message: 'the package differs from the listed one',
  })
}

function asUnreadable(error: unknown): unknown {
  if (!(error instanceof AwsError)) return error
  const { operation, code, status } = error
  const reason = code === 'ResourceNotFoundException' ? 'gone' : status === 403 ? 'denied' : 'failed'
  return new UnreadableError({ reason, operation, code, message: messageOf(error) })
}
