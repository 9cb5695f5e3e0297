import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { checkout } from '../../src/checkout/checkout.ts'
import { digestOf } from '../../src/model/digest.ts'
import { packFile } from '../../src/store/pack.ts'
import { Store, type PackLocation } from '../../src/store/store.ts'
import { scratchFolder } from '../helpers/scratch.ts'
import { shown, storedContent } from './folder-content.ts'
import { makeVersion, type Made } from './make-version.ts'

let folder: string
let target: string
let store: Store

beforeEach(() => {
  folder = scratchFolder()
  target = join(folder, 'out')
  store = Store.init(join(folder, '.jsnap'))
  return () => store.close()
})

/** Turns a bit in the frame of some content; of chunked content, in that of its last chunk. */
function damage(content: string | Buffer): PackLocation {
  const found = store.locate(digestOf(content))
  const place = [found].flat().at(-1) as PackLocation // content has at least one place
  const pack = packFile(store.packsFolder, place.pack)
  chmodSync(pack, 0o600)
  const fd = openSync(pack, 'r+')
  const byte = Buffer.alloc(1)
  const at = place.frame + 70
  readSync(fd, byte, 0, 1, at)
  byte.writeUInt8(byte.readUInt8() ^ 4)
  writeSync(fd, byte, 0, 1, at)
  closeSync(fd)
  return place
}

/** Contents that each fill a frame of their own. */
const frames = Array.from({ length: 4 }, (_, i): Made & { content: Buffer } => ({
  path: `s3-buckets/b/${i}`,
  content: randomBytes(150_000),
}))

function contentOf(made: readonly (Made & { content: Buffer })[]): Record<string, string> {
  return Object.fromEntries(made.map(({ path, content }) => [path, shown(content)]))
}

describe('damage in the store', () => {
  test('in a frame leaves out its files, writes all others and names what is missing', async () => {
    const version = await makeVersion(store, frames)
    damage((frames[1] as Made & { content: Buffer }).content)
    await expect(checkout({ store, version, target })).rejects.toMatchObject({
      code: 'Corrupt',
      message: expect.stringContaining("'s3-buckets/b/1'") as string,
      hint: expect.stringContaining('fsck') as string,
    })
    expect(storedContent(target)).toEqual(contentOf(frames.filter((_, i) => i !== 1)))
  })

  test('in a chunk leaves neither a part of the file nor a temporary one', async () => {
    const large = { path: 's3-buckets/b/large', content: randomBytes(2_000_000) }
    const version = await makeVersion(store, [...frames, large])
    damage(large.content)
    await expect(checkout({ store, version, target })).rejects.toMatchObject({ code: 'Corrupt' })
    expect(storedContent(target)).toEqual(contentOf(frames))
  })

  test('never puts wrong bytes in the place of an earlier file', async () => {
    const version = await makeVersion(store, frames)
    damage((frames[2] as Made & { content: Buffer }).content)
    mkdirSync(join(target, 's3-buckets/b'), { recursive: true })
    writeFileSync(join(target, 's3-buckets/b/2'), 'earlier')
    await expect(checkout({ store, version, target, force: true })).rejects.toMatchObject({ code: 'Corrupt' })
    expect(storedContent(target)).toEqual({ ...contentOf(frames), 's3-buckets/b/2': 'earlier' })
  })

  test('does not matter for files that stand there already', async () => {
    const version = await makeVersion(store, frames)
    await checkout({ store, version, target })
    damage((frames[0] as Made & { content: Buffer }).content)
    const result = await checkout({ store, version, target, force: true, verify: true })
    expect(result.written).toBe(0)
  })

  test('a missing pack is told as such', async () => {
    const version = await makeVersion(store, frames)
    const { pack } = store.locate(digestOf((frames[0] as Made & { content: Buffer }).content)) as PackLocation
    renameSync(packFile(store.packsFolder, pack), join(folder, 'lost'))
    await expect(checkout({ store, version, target })).rejects.toMatchObject({
      code: 'Corrupt',
      message: expect.stringMatching(/'s3-buckets\/b\/0'.* is missing/) as string,
    })
  })

  test('a link whose text is damaged is left out', async () => {
    const version = await makeVersion(store, [
      { path: 'local/x/link', type: 'symlink', content: 'somewhere/rather/far/away/from/here/and/there' },
    ])
    damage('somewhere/rather/far/away/from/here/and/there')
    await expect(checkout({ store, version, target })).rejects.toMatchObject({ code: 'Corrupt' })
    expect(storedContent(target)).toEqual({ 'local/x': 'empty folder' })
  })
})

describe('verification', () => {
  test('names a file that was changed after it was written', async () => {
    const version = await makeVersion(store, frames)
    const onProgress = ({ stage, files }: { stage: string; files: number }) => {
      if (stage === 'write' && files === frames.length) writeFileSync(join(target, 's3-buckets/b/3'), 'other')
    }
    await expect(checkout({ store, version, target, verify: true, onProgress })).rejects.toMatchObject({
      code: 'VerifyFailed',
      message: expect.stringContaining('s3-buckets/b/3') as string,
    })
  })

  test('names a link and a view that were changed', async () => {
    const version = await makeVersion(store, [{ path: 'local/x/link', type: 'symlink', content: 'there' }])
    const after = (change: () => void) => ({
      force: true,
      verify: true,
      onProgress: ({ stage }: { stage: string }) => {
        if (stage === 'write') change()
      },
    })
    const link = join(target, 'local/x/link')
    await expect(checkout({ store, version, target, ...after(() => rmSync(link)) })).rejects.toMatchObject({
      code: 'VerifyFailed',
      message: expect.stringContaining('local/x/link') as string,
    })
    const view = join(target, 'MANIFEST.md')
    await expect(
      checkout({ store, version, target, ...after(() => writeFileSync(view, 'x')) }),
    ).rejects.toMatchObject({
      code: 'VerifyFailed',
      message: expect.stringContaining('MANIFEST.md') as string,
    })
  })
})

describe('an interruption', () => {
  test('before the start writes nothing', async () => {
    const version = await makeVersion(store, frames)
    await expect(checkout({ store, version, target, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(existsSync(target)).toBe(false)
  })

  test('leaves only whole files, and the next run writes the rest', async () => {
    const small = Array.from({ length: 2000 }, (_, i) => ({
      path: `s3-buckets/b/${i}`,
      content: randomBytes(9000),
    }))
    const large = { path: 's3-buckets/b/large', content: randomBytes(40_000_000) }
    const version = await makeVersion(store, [...small, large])
    const controller = new AbortController()
    const timer = setInterval(() => controller.abort(), 1)
    const interrupted = checkout({ store, version, target, signal: controller.signal })
    await expect(interrupted).rejects.toMatchObject({ name: 'AbortError' })
    clearInterval(timer)
    const whole = contentOf([...small, large])
    const found = Object.fromEntries(
      Object.entries(storedContent(target)).filter(([, content]) => content !== 'empty folder'),
    )
    expect(whole).toMatchObject(found)
    expect(Object.keys(found).length).toBeLessThan(small.length)

    await checkout({ store, version, target, force: true })
    expect(storedContent(target)).toEqual(whole)
  })
})
