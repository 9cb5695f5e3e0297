import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '../../src/model/digest.ts'

/** Content as the functions below show it: as latin1, or when it is long as its SHA-256. */
export function shown(content: string | Uint8Array): string {
  const bytes = Buffer.from(content)
  return bytes.length > 1000 ? `sha256:${digestOf(bytes)}` : bytes.toString('latin1')
}

/** All that a folder holds, by name with `/`: a file's content, `-> text` for a link, `empty folder`. */
export function folderContent(folder: string, prefix = ''): Record<string, string> {
  const content: Record<string, string> = {}
  for (const entry of readdirSync(join(folder, prefix)).sort()) {
    const name = prefix + entry
    const stats = lstatSync(join(folder, name))
    if (stats.isSymbolicLink()) content[name] = `-> ${readlinkSync(join(folder, name))}`
    else if (!stats.isDirectory()) content[name] = shown(readFileSync(join(folder, name)))
    else if (readdirSync(join(folder, name)).length === 0) content[name] = 'empty folder'
    else Object.assign(content, folderContent(folder, `${name}/`))
  }
  return content
}

/** The content without the views. */
export function storedContent(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(folderContent(folder)).filter(
      ([name]) => !name.endsWith('MANIFEST.md') && !name.endsWith('.objects.jsonl'),
    ),
  )
}
