import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { User } from '../../src/runtime/user.ts'
import { tightenModes } from '../../src/store/tighten-modes.ts'
import { scratchFolder } from '../helpers/scratch.ts'

let store: string
let notes: string[]
const user: User = {
  name: undefined,
  host: undefined,
  uid: process.getuid?.(),
  trustedUids: undefined,
  stateFolder: undefined,
  cacheFolder: undefined,
  temporaryFolder: '/tmp',
}

beforeEach(() => {
  store = join(scratchFolder(), '.jsnap')
  for (const folder of ['', 'packs', 'tmp']) mkdirSync(join(store, folder))
  for (const file of ['format.json', 'refs', 'secret.key', 'packs/a.pack', 'tmp/b'])
    writeFileSync(join(store, file), '')
  notes = []
})

function tighten(isWriting: boolean): void {
  tightenModes(store, isWriting, user, (text) => notes.push(text))
}

/** As `chmod -R` leaves it, with a mode for folders and one for files. */
function openTo(folders: number, files: number): void {
  for (const path of all()) chmodSync(path, lstatSync(path).isDirectory() ? folders : files)
}

function all(): string[] {
  const inside = readdirSync(store, { recursive: true, encoding: 'utf8' })
  return [store, ...inside.map((path) => join(store, path))]
}

function modes(): Set<string> {
  return new Set(all().map((path) => (lstatSync(path).mode & 0o777).toString(8)))
}

test('a commit closes each file and folder of a store that was open to others', () => {
  openTo(0o777, 0o666)
  tighten(true)
  expect(modes()).toEqual(new Set(['700', '600']))
  expect(notes).toEqual([
    `${store}/secret.key was accessible to others; now only its owner may use it`,
    `7 paths of the store ${store} were accessible to others: only their owner may read or write there now`,
  ])
  tighten(true)
  expect(notes).toHaveLength(2)
})

test('what is in a closed folder and open all the same is closed by a commit', () => {
  openTo(0o777, 0o666)
  chmodSync(store, 0o700)
  tighten(true)
  expect(modes()).toEqual(new Set(['700', '600']))
  expect(notes.at(-1)).toBe(
    `6 paths of the store ${store} were accessible to others: only their owner may read or write there now`,
  )
})

test('reading leaves others what they may read, and lets them write nowhere', () => {
  openTo(0o777, 0o666)
  tighten(false)
  expect(modes()).toEqual(new Set(['755', '644', '600']))
  expect(lstatSync(join(store, 'secret.key')).mode & 0o777).toBe(0o600)
  tighten(false)
  expect(notes).toHaveLength(2)
})

test('no link is followed, and nothing of another user is touched', () => {
  const outside = join(store, '..', 'outside')
  writeFileSync(outside, '')
  chmodSync(outside, 0o666)
  symlinkSync(outside, join(store, 'packs', 'link'))
  openTo(0o777, 0o666)
  tightenModes(store, true, { ...user, uid: 1 + (user.uid ?? 0) }, (text) => notes.push(text))
  expect(modes()).toContain('666')
  expect(notes).toEqual([])
  tighten(true)
  expect(lstatSync(outside).mode & 0o777).toBe(0o666)
})
