import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The SHA-256 of bytes, computed without jsnap. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** All files below a folder by their relative path, with the SHA-256 of each; empty when there is no such folder. */
export function digestsBelow(folder: string, prefix = ''): Map<string, string> {
  const digests = new Map<string, string>()
  if (!existsSync(folder)) return digests
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (lstatSync(path).isDirectory()) {
      for (const [file, digest] of digestsBelow(path, `${prefix}${name}/`)) digests.set(file, digest)
    } else digests.set(prefix + name, sha256(readFileSync(path)))
  }
  return digests
}
