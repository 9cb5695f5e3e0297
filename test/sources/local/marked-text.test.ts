import { describe, expect, test } from 'vitest'
import { markedText, type Syntax } from '../../../src/sources/local/marked-text.ts'

/** Of the largest file that is looked into. */
const LENGTH = 256 * 1024

/** What a rule begins with or goes on with, so that many of them begin in vain. */
const UNITS: Readonly<Record<Syntax, readonly string[]>> = {
  settings: [
    'token',
    'token ',
    'access_',
    'export ',
    'export',
    '-u=',
    '-u ',
    'A+',
    'setenv a ',
    '-token-',
    ' ',
  ],
  crontab: ['token', 'export ', '-u=', '"', ' '],
  plist: [
    '<key>',
    '<key>token</key>',
    '<key>A</key><string>b</string>',
    '<key>EnvironmentVariables</key><dict>',
    '<key>token</key><!-- -->',
    '<!-- -->',
    '-token</string><!-- -->',
    ':</string><string>-u',
  ],
}

function marked(text: string, syntax: Syntax): string {
  return markedText(text, syntax, (name) => ({ $secret: name }))
}

describe('a text is marked in a time that grows with its length', () => {
  for (const syntax of ['settings', 'crontab', 'plist'] as const)
    test.each(UNITS[syntax])(`${syntax} full of %j`, (unit) => {
      const text = unit.repeat(Math.ceil(LENGTH / unit.length))
      const begin = performance.now()
      for (const before of ['', '<key>EnvironmentVariables</key><dict>']) marked(before + text, syntax)
      expect(performance.now() - begin).toBeLessThan(4000)
    })
})

test('a name is looked at whole, wherever in it stands what makes it one of a secret', () => {
  expect(marked('my.tokens-of.token=a1\npassing=b2\nx-pass: c3', 'settings')).toBe(
    'my.tokens-of.token={"$secret":"my.tokens-of.token"}\npassing=b2\nx-pass: {"$secret":"x-pass"}',
  )
})

test('of words after an export the first value counts, and a later export for itself', () => {
  expect(marked('export -x a export b=c1\nexport a\nexport d=e1', 'settings')).toBe(
    'export -x a export b={"$secret":"b"}\nexport a\nexport d={"$secret":"d"}',
  )
})

test('the password of a user is marked behind options that have none', () => {
  expect(marked('curl -u=/-u ada:p1 --user "bob:p2" -u none', 'settings')).toBe(
    'curl -u=/-u ada:{"$secret":"-u"} --user "bob:{"$secret":"--user"}" -u none',
  )
})

test('environment variables of a property list end with their dict, comments or not', () => {
  const text = `<key>EnvironmentVariables</key> <!-- c --> <!-- d --><dict><key>A</key><!-- e --><string>v1</string>
<key>PATH</key><string>/bin</string><key>B</key><string>v2</string></dict><key>C</key><string>plain</string>`
  expect(marked(text, 'plist')).toBe(text.replace('v1', '{"$secret":"A"}').replace('v2', '{"$secret":"B"}'))
})

test('an environment is found behind a key without a value', () => {
  const text = '<key>PATH</key><key>EnvironmentVariables</key><dict><key>A</key><string>v1</string></dict>'
  expect(marked(text, 'plist')).toBe(text.replace('v1', '{"$secret":"A"}'))
})
