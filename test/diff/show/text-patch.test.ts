import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compare } from '../../../src/diff/compare/compare.ts'
import { textPatch } from '../../../src/diff/show/text-patch.ts'
import { Store } from '../../../src/store/store.ts'
import { makeVersion, type Made } from '../../checkout/make-version.ts'
import { scratchFolder } from '../../helpers/scratch.ts'

async function patch(
  before: readonly Made[],
  after: readonly Made[],
  context = 3,
): Promise<string | undefined> {
  const store = Store.init(join(scratchFolder(), '.jsnap'))
  const [a, b] = [
    await makeVersion(store, before, { name: 'a' }),
    await makeVersion(store, after, { name: 'b' }),
  ]
  const { changes, entries } = compare(store, a, b, [], { similarity: 50 })
  const patches = changes.map((change) => textPatch(store, change, entries.get(change.path) ?? {}, context))
  if (patches.includes(undefined)) return undefined
  return patches.flatMap((lines = []) => lines.map(({ text }) => `${text}\n`)).join('')
}

const numbers = (length: number, name = 'line') => Array.from({ length }, (_, i) => `${name} ${i}\n`)

test('a text that changed looks as git shows it', async () => {
  const after = numbers(20)
  after[10] = 'changed\n'
  expect(
    await patch(
      [{ path: 'a b.txt', content: numbers(20).join('') }],
      [{ path: 'a b.txt', content: after.join('') }],
      1,
    ),
  ).toMatchInlineSnapshot(`
    "diff --git a/a b.txt b/a b.txt
    index e5c0823..57f0d12 100644
    --- a/a b.txt	
    +++ b/a b.txt	
    @@ -10,3 +10,3 @@ line 8
     line 9
    -line 10
    +changed
     line 11
    "
  `)
})

test('texts that came, went, lost the end of their last line or took another name', async () => {
  const long = numbers(20)
  expect(
    await patch(
      [
        { path: 'gone', content: 'x\n' },
        { path: 'end', content: 'x\n' },
        { path: 'old.txt', content: long.join('') },
      ],
      [
        { path: 'new\n', content: 'y\nz' },
        { path: 'end', content: 'x' },
        { path: 'new.txt', content: long.with(0, 'first\n').join('') },
      ],
      0,
    ),
  ).toMatchInlineSnapshot(`
    "diff --git a/end b/end
    index 73cb385..2d71164 100644
    --- a/end
    +++ b/end
    @@ -1 +1 @@
    -x
    +x
    \\ No newline at end of file
    diff --git a/gone b/gone
    deleted file mode 100644
    index 73cb385..0000000
    --- a/gone
    +++ /dev/null
    @@ -1 +0,0 @@
    -x
    diff --git "a/new\\n" "b/new\\n"
    new file mode 100644
    index 0000000..154fe76
    --- /dev/null
    +++ "b/new\\n"
    @@ -0,0 +1,2 @@
    +y
    +z
    \\ No newline at end of file
    diff --git a/old.txt b/new.txt
    similarity index 95%
    rename from old.txt
    rename to new.txt
    index e5c0823..03e946c 100644
    --- a/old.txt
    +++ b/new.txt
    @@ -1 +1 @@
    -line 0
    +first
    "
  `)
})

test('a text in the encoding of old pages is a text, and what has bytes that no text has is none', async () => {
  const page = (name: string) => Buffer.from(`<p>${name}</p>\n`, 'latin1')
  const lines = await patch(
    [{ path: 'a', content: page('caf\u00e9') }],
    [{ path: 'a', content: page('caf\u00e8') }],
  )
  expect(lines?.split('\n').slice(-3)).toEqual(['-<p>caf\u00e9</p>', '+<p>caf\u00e8</p>', ''])
  const bytes = (last: number) => Buffer.from([0x1f, 0x8b, 0xff, last])
  expect(await patch([{ path: 'a', content: bytes(1) }], [{ path: 'a', content: bytes(2) }])).toBeUndefined()
})

test('a hunk names the last line before it that is not indented', async () => {
  const code = [
    'function a() {\n',
    ...numbers(9, '  x'),
    '}\n',
    'function b() {   \n',
    ...numbers(9, '  y'),
    '}\n',
  ]
  const after = code.with(5, '  changed\n').with(16, '  changed\n')
  const lines = await patch(
    [{ path: 'a', content: code.join('') }],
    [{ path: 'a', content: after.join('') }],
    1,
  )
  expect(lines?.match(/^@@.*/gm)).toEqual([
    '@@ -5,3 +5,3 @@ function a() {',
    '@@ -16,3 +16,3 @@ function b() {',
  ])
})

test('where too much differs, what both begin and end with stays as it is', async () => {
  const [a, b] = [numbers(2500), numbers(2500, 'other')]
  const lines = await patch(
    [{ path: 'a', content: ['same\n', ...a, 'end'].join('') }],
    [{ path: 'a', content: ['same\n', ...b, 'end'].join('') }],
  )
  expect(lines?.match(/^(@@.*| .*|\\.*)/gm)).toEqual([
    '@@ -1,2502 +1,2502 @@',
    ' same',
    ' end',
    '\\ No newline at end of file',
  ])
})

test('a link is a text that says where it leads, and what can be run now is told to', async () => {
  const file = (path: string, content: string, mode: string): Made => ({
    path,
    type: 'file',
    content,
    meta: { mode },
  })
  expect(
    await patch(
      [
        { path: 'link', type: 'symlink', content: 'a' },
        { path: 'other', type: 'symlink', content: 'a' },
        file('run', 'a\n', '0644'),
      ],
      [
        { path: 'link', type: 'symlink', content: 'b' },
        file('other', 'b\n', '0644'),
        file('run', 'b\n', '0755'),
      ],
    ),
  ).toMatchInlineSnapshot(`
    "diff --git a/link b/link
    index ca97811..3e23e81 120000
    --- a/link
    +++ b/link
    @@ -1 +1 @@
    -a
    \\ No newline at end of file
    +b
    \\ No newline at end of file
    diff --git a/other b/other
    deleted file mode 120000
    index ca97811..0000000
    --- a/other
    +++ /dev/null
    @@ -1 +0,0 @@
    -a
    \\ No newline at end of file
    diff --git a/other b/other
    new file mode 100644
    index 0000000..0263829
    --- /dev/null
    +++ b/other
    @@ -0,0 +1 @@
    +b
    diff --git a/run b/run
    old mode 100644
    new mode 100755
    index 87428fc..0263829
    --- a/run
    +++ b/run
    @@ -1 +1 @@
    -a
    +b
    "
  `)
})

test('binary content and what is too large have no lines', async () => {
  expect(await patch([{ path: 'a', content: 'a\0b' }], [{ path: 'a', content: 'c' }])).toBeUndefined()
  expect(
    await patch([{ path: 'a', content: 'x' }], [{ path: 'a', content: '\n'.repeat(1_000_001) }]),
  ).toBeUndefined()
  expect(
    await patch([{ path: 'a', content: 'x' }], [{ path: 'a', content: 'x'.repeat(33 * 1024 * 1024) }]),
  ).toBeUndefined()
})

test('git applies what is shown, also of texts in which hardly a line is as before', async () => {
  const folder = scratchFolder()
  const before = {
    'a.txt': numbers(50).join(''),
    'b.txt': numbers(3000).join(''),
    'c.txt': 'no end',
    'gone.txt': 'x\n',
  }
  const after = {
    'a.txt': numbers(50).toSpliced(3, 2).toSpliced(30, 0, 'new\n').join(''),
    'b.txt': numbers(3000, 'other').join(''),
    'c.txt': 'no end\nof this',
    'dir/new file.txt': 'y\nz\n',
  }
  const made = (files: Record<string, string>) =>
    Object.entries(files).map(([path, content]) => ({ path, content }))
  for (const [path, content] of Object.entries(before)) writeFileSync(join(folder, path), content)
  writeFileSync(join(folder, 'patch'), (await patch(made(before), made(after))) ?? '')
  execFileSync('git', ['apply', 'patch'], {
    cwd: folder,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: folder },
  })
  for (const [path, content] of Object.entries(after))
    expect(readFileSync(join(folder, path), 'utf8')).toBe(content)
})
