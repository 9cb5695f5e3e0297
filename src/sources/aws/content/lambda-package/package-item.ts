import type { Digest } from '../../../../model/digest.ts'
import { encodeQuery, encodeRfc3986 } from '../../sigv4.ts'
import type { ContentItem } from '../../../source.ts'
import type { PackageRequest } from './package-request.ts'

/** A call that returns where a package is: that of a function, or of a version of it. */
export function functionCall(name: string, qualifier: string | undefined) {
  return {
    operation: 'GetFunction',
    path: `/2015-03-31/functions/${encodeRfc3986(name)}`,
    query: encodeQuery({ Qualifier: qualifier }),
  }
}

/** The same for a version of a layer, which may be another account's. */
export function layerCall(arn: string) {
  return {
    operation: 'GetLayerVersionByArn',
    path: '/2018-10-31/layers',
    query: encodeQuery({ Arn: arn, find: 'LayerVersion' }),
  }
}

/** A package to be offered: `code.zip` in a folder (which ends in `/`), and its files below `code/`. `size` in bytes. */
export function packageItem(
  folder: string,
  region: string,
  codeSha256: string,
  size: number,
  call: Pick<PackageRequest, 'operation' | 'path' | 'query'>,
): ContentItem & { readonly members: string; readonly sha256: Digest } {
  const open: PackageRequest = { opener: 'lambda', region, codeSha256, ...call }
  return {
    path: `${folder}code.zip`,
    type: 'object',
    size,
    meta: {},
    origin: { codeSha256 },
    open,
    sha256: Buffer.from(codeSha256, 'base64').toString('hex') as Digest,
    members: `${folder}code/`,
  }
}
