import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { zipMembers } from '../../../../../src/sources/aws/content/lambda-package/zip-members.ts'
import type { Member } from '../../../../../src/sources/source.ts'
import { makeZip, type ZipFile } from '../../../../../fixtures/estate/make-zip.ts'

async function membersOf(zip: Buffer) {
  const members: Member[] = []
  for await (const member of zipMembers(zip)) members.push(member)
  return members.map((member) =>
    'problem' in member
      ? { path: member.path, problem: member.problem.code }
      : {
          path: member.path,
          text: Buffer.from(member.content).toString(),
          meta: member.meta,
          ...(member.type === 'symlink' ? { type: 'symlink' } : {}),
        },
  )
}

describe('the members of a zip', () => {
  test('are its files, whatever they are called', async () => {
    const files = fc.uniqueArray(
      fc.record({
        name: fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => !name.endsWith('/')),
        content: fc.string(),
      }),
      { selector: ({ name }) => name },
    )
    await fc.assert(
      fc.asyncProperty(files, async (all) => {
        expect(await membersOf(makeZip(all))).toEqual(
          all.map(({ name, content }) => ({ path: name, text: content, meta: {} })),
        )
      }),
      { numRuns: 50 },
    )
  })

  test('have names that lead out of a folder as they are, and no folders', async () => {
    const names = ['../escape', '/etc/passwd', 'a/../../b', 'C:\\x', 'dir/']
    const found = await membersOf(makeZip(names.map((name) => ({ name, content: '' }))))
    expect(found.map(({ path }) => path)).toEqual(names.slice(0, 4))
  })

  test('have the last of two of one name, and the mode where there is one', async () => {
    const files: ZipFile[] = [
      { name: 'run', content: 'old' },
      { name: 'run', content: 'new', mode: 0o755 },
    ]
    expect(await membersOf(makeZip(files))).toEqual([{ path: 'run', text: 'new', meta: { mode: '0755' } }])
  })

  test('are symlinks where the zip has them', async () => {
    const files: ZipFile[] = [
      { name: 'bin/tool', content: '../lib/tool.js', mode: 0o120_777 },
      { name: 'bin/odd', content: '', mode: 0o120_777 },
    ]
    expect(await membersOf(makeZip(files))).toEqual([
      { path: 'bin/tool', text: '../lib/tool.js', meta: {}, type: 'symlink' },
      { path: 'bin/odd', text: '', meta: { mode: '0777' } },
    ])
  })

  test('that are damaged are problems, and the others are there', async () => {
    const zip = makeZip([
      { name: 'bad', content: 'x'.repeat(100), crc: 1 },
      { name: 'good', content: 'y' },
    ])
    expect(await membersOf(zip)).toEqual([
      { path: 'bad', problem: 'BadZip' },
      { path: 'good', text: 'y', meta: {} },
    ])
  })

  test('that expand to another length than is listed are problems', async () => {
    for (const listed of [0, 10, 99, 101, 5000]) {
      const zip = makeZip([{ name: 'lies', content: 'x'.repeat(100) }])
      zip.writeUInt32LE(listed, zip.indexOf('PK\x01\x02', 0, 'latin1') + 24)
      expect(await membersOf(zip), String(listed)).toEqual([{ path: 'lies', problem: 'BadZip' }])
    }
  })

  test('are unpacked in a moment, however many there are', async () => {
    const zip = makeZip(Array.from({ length: 20_000 }, (_, i) => ({ name: `f${i}`, content: `${i}` })))
    const begin = performance.now()
    expect(await membersOf(zip)).toHaveLength(20_000)
    expect(performance.now() - begin).toBeLessThan(4000)
  })

  test('of what is no zip are one problem', async () => {
    expect(await membersOf(Buffer.from('no zip'))).toEqual([{ path: '', problem: 'BadZip' }])
  })
})
