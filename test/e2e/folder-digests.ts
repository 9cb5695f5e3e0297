import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'

/** The SHA-256 of bytes, computed without jsnap. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** All files below a folder by their relative path, with the SHA-256 of each; empty when there is no such folder. */
export function digestsBelow(folder: string | Buffer, prefix = ''): Map<string, string> {
  const digests = new Map<string, string>()
  if (!existsSync(folder)) return digests
  // Names are bytes, which need not be text.
  for (const bytes of readdirSync(folder, { encoding: 'buffer' })) {
    const path = Buffer.concat([Buffer.from(folder), Buffer.from('/'), bytes])
    const name = bytes.toString()
    if (lstatSync(path).isDirectory()) {
      for (const [file, digest] of digestsBelow(path, `${prefix}${name}/`)) digests.set(file, digest)
    } else digests.set(prefix + name, sha256(readFileSync(path)))
  }
  return digests
}
