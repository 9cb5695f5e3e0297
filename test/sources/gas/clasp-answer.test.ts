import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseHelp } from '../../../fixtures/clasp/parse-help.ts'
import { listedEntries } from '../../../src/sources/gas/clasp-answer.ts'

describe('what clasp lists', () => {
  test('is no answer when it is nested without end', () => {
    const deep = `${'['.repeat(80_000)}${']'.repeat(80_000)}`
    expect(listedEntries('versions', `[{"versionNumber":1,"description":${deep}}]`)).toBeUndefined()
  })

  test('is understood in the words of clasp 2 and of clasp 3', () => {
    const entries = [{ deploymentId: 'a' }, { deploymentId: 'b', versionNumber: 4, description: 'live' }]
    for (const head of ['2 Deployments.', 'Found 2 deployments.'])
      expect(listedEntries('deployments', `${head}\n- b @4 - live\n- a @HEAD \n`)).toEqual(entries)
    expect(listedEntries('deployments', 'No deployments.\n')).toEqual([])
    const versions = [{ versionNumber: 1 }, { versionNumber: 2, description: 'two\nlines' }]
    for (const [head, none] of [
      ['~ 2 Versions ~', '(no description)'],
      ['Found 2 versions.', 'No description'],
    ] as const)
      expect(listedEntries('versions', `${head}\n2 - two\nlines\n1 - ${none}\n`)).toEqual(versions)
  })

  test('is not taken for a list when a line of a description looks like an entry', () => {
    expect(listedEntries('versions', '~ 1 Version ~\n2 - two\n1 - lines\n')).toBeUndefined()
  })

  test('is no list when it is something else', () => {
    for (const text of ['', '{}', '[{"id":1}]', 'Usage: clasp <command>'])
      expect(listedEntries('versions', text)).toBeUndefined()
  })
})

test.each(['2.5.0', '3.4.1'])(
  'the help of clasp %s lists the commands and options that are used',
  (version) => {
    const file = join(
      import.meta.dirname,
      '..',
      '..',
      '..',
      'fixtures',
      'clasp',
      'help',
      `clasp-${version}.txt`,
    )
    const { commands, options } = parseHelp(readFileSync(file, 'utf8'))
    expect(commands).toEqual(expect.arrayContaining(['pull', 'deployments', 'versions']))
    expect(options).toContain('--version')
    expect(options.includes('--json')).toBe(version === '3.4.1')
  },
)
