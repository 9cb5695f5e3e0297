import { readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installClasp } from '../../../fixtures/clasp/install-clasp.ts'
import { applyDeployment } from '../../../fixtures/deployment.ts'
import { addEstate, deployEstate } from '../../../fixtures/estate/estate.ts'
import { makeScriptProjects, SCRIPT_IDS } from '../../../fixtures/estate/script-projects.ts'
import { loadFixtureAccount } from '../../../fixtures/fixture-account.ts'
import { serve, type AccountOnEndpoint } from '../account-on-endpoint.ts'
import { jsnap } from '../jsnap-command.ts'
import { typedCommands } from './typed-commands.ts'

const account = loadFixtureAccount()
const estate = addEstate(account)
let served: AccountOnEndpoint

beforeAll(async () => {
  served = await serve(account)
  installClasp(join(served.folder, 'bin'), makeScriptProjects())
  writeFileSync(join(served.folder, 'jsnap.config.json'), JSON.stringify({ gas: SCRIPT_IDS }))
})

afterAll(() => served.close())

/** A text without what differs from run to run: ids, times, the host, numbers of requests and sizes of what was compressed. */
function steady(text: string): string[] {
  return text
    .replace(/\b[0-9a-f]{12}\b/g, 'ID')
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g, 'TIME')
    .replace(/ by operator on \S+/g, ' by operator on HOST')
    .replace(/ +[\d.,]+ (?:KiB|MiB|s|requests)\b/g, ' N')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
}

test("the README's session is what its commands print on the demo's account", async () => {
  const { env, cwd } = served.surroundings
  const path = `${join(served.folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`
  const session = typedCommands(readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8'))
  expect(session.length).toBeGreaterThan(5)
  for (const { command, output } of session) {
    if (command.endsWith('v1.1') && command.includes('commit')) {
      applyDeployment(account)
      deployEstate(estate)
    }
    const ran = await jsnap(command.split(' ').slice(1), { cwd, env: { ...env, PATH: path } })
    const printed = steady(ran.stdout)
    const shown = steady(output)
    // Lines may be left out where the README has an ellipsis, and nowhere else.
    let at = -1
    let gap = false
    for (const line of shown) {
      if (line.trim() === '…') {
        gap = true
        continue
      }
      const found = printed.indexOf(line, at + 1)
      expect(found, `${command}: ${line}`).toBeGreaterThan(at)
      if (!gap) expect(found, `${command}: before ${line}`).toBe(at + 1)
      at = found
      gap = false
    }
    if (!gap) expect(printed.length, `${command}: its end`).toBe(at + 1)
  }
})
