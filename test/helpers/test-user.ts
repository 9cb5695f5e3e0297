import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { User } from '../../src/runtime/user.ts'

const folder = mkdtempSync(join(tmpdir(), 'jsnap-user-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The user of commands that a test runs in its own process; whoever runs the tests, with folders of its own. */
export const TEST_USER: User = {
  name: 'tester',
  host: 'test-host',
  uid: process.geteuid?.(),
  trustedUids: process.geteuid === undefined ? undefined : new Set([process.geteuid(), 0]),
  stateFolder: join(folder, 'state'),
  cacheFolder: join(folder, 'cache'),
  temporaryFolder: tmpdir(),
}
