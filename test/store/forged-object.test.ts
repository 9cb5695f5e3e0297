import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import { FrameKind } from '../../src/store/frame.ts'
import { fsck } from '../../src/store/fsck.ts'
import { PackAppender, packFile } from '../../src/store/pack.ts'
import { Store } from '../../src/store/store.ts'
import { config, storeOfVersions } from '../helpers/store-of-versions.ts'

test('an object whose checksum is right and whose SHA-256 is not is named, and never hides a sound one', async () => {
  const path = 'lambda/functions/orders/config.json'
  const { store } = await storeOfVersions({ made: [config(path, { runtime: 'nodejs22.x' })] })
  const content = Buffer.from('{\n  "runtime": "nodejs22.x"\n}\n')
  const sha256 = digestOf(content)
  expect(store.readContent(sha256).equals(content)).toBe(true)
  const appender = new PackAppender(store.temporaryFolder, null)
  appender.append(FrameKind.content, [{ sha256, bytes: Buffer.from('{"runtime":"forged"}') }])
  appender.close()
  const file = appender.parts[0]?.file ?? ''
  const pack = digestOf(readFileSync(file))
  renameSync(file, packFile(store.packsFolder, pack))
  store.close()
  // Whichever of the packs comes first into a new index.
  rmSync(join(store.dir, 'index.sqlite'))
  const notes: string[] = []
  const again = Store.open(store.dir, (text) => notes.push(text))
  expect(notes.join('\n')).toContain(`object ${sha256} does not match its SHA-256`)
  expect(again.readContent(sha256).equals(content)).toBe(true)
  expect(fsck(again, true, () => undefined).problems).toMatchObject([{ code: 'DamagedPack', pack, sha256 }])
  again.close()
})
