import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { Random } from './random.ts'
import { shopContent } from './shop-content.ts'
import { changing, inputs } from './work-folder.ts'

const COUNT = 50_000
const FILES_A_FOLDER = 50
const DUPLICATES = 0.3
const EDITED = 0.01

/** 50,000 files of 1–30 KB, small ones being more frequent, 30 % of them duplicates of others. */
export function smallFiles(): Promise<string> {
  return inputs('small-files-1', (folder) => {
    const random = new Random(1)
    const originals: string[] = []
    for (let i = 0; i < COUNT; i++) {
      const copied = random.next() < DUPLICATES ? originals[random.below(originals.length)] : undefined
      if (copied === undefined) {
        const { extension, bytes } = shopContent(random, Math.round(1000 * 30 ** random.next()))
        originals.push(write(folder, i, extension, bytes))
      } else {
        write(folder, i, copied.slice(copied.lastIndexOf('.') + 1), readFileSync(join(folder, copied)))
      }
    }
  })
}

function write(folder: string, index: number, extension: string, bytes: Buffer): string {
  const name = `shop-${index % 3}/part-${Math.floor(index / FILES_A_FOLDER)}/file-${index}.${extension}`
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), bytes)
  return name
}

/** Edits 1 % of the files in place, as a deployment does; the returned function puts them back. */
export function editSmallFiles(folder: string): () => void {
  const remember = changing(folder)
  const random = new Random(2)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(extname).sort()
  const before = new Map<string, Buffer>()
  while (before.size < COUNT * EDITED) {
    const name = names[random.below(names.length)]
    if (name === undefined || before.has(name)) continue
    const bytes = readFileSync(join(folder, name))
    before.set(name, bytes)
    const middle = bytes.length >> 1
    writeFileSync(
      join(folder, name),
      Buffer.concat([
        bytes.subarray(0, middle),
        Buffer.from(`edit ${before.size}\n`),
        bytes.subarray(middle),
      ]),
    )
  }
  return () => {
    for (const [name, bytes] of before) writeFileSync(join(folder, name), bytes)
    remember()
  }
}
