import { lintSource } from '@secretlint/core'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'
import { expect, test } from 'vitest'
import { isScanned, scanTexts } from '../../src/secrets/scan-texts.ts'

const TOKEN = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_')
const STRIPE = ['sk', 'live', '51H8abcdefghijklmnopqrstuv'].join('_')
const texts = (...all: string[]) => scanTexts(all.map((text) => Buffer.from(text)))

test('what looks like a secret is told by its line and rule, in each text for itself', async () => {
  expect(await texts('nothing\n', `a\nconst token = '${TOKEN}'`, '', `\n\n${STRIPE} ${TOKEN}\n`)).toEqual([
    [],
    [{ line: 2, rule: 'github' }],
    [],
    [
      { line: 3, rule: 'github' },
      { line: 3, rule: 'stripe' },
    ],
  ])
})

test('a text cannot switch the scan off', async () => {
  const rules = { line: 2, rule: 'github' }
  expect(await texts('/* secretlint-disable */\n' + TOKEN, `ü\n${TOKEN}`)).toEqual([[rules], [rules]])
})

test('the finding does not hold what was found', async () => {
  expect(JSON.stringify(await texts(TOKEN))).not.toContain(TOKEN)
})

test('binary and large content is not scanned', () => {
  expect(isScanned(Buffer.from('text ü'))).toBe(true)
  for (const bytes of [
    Buffer.from(''),
    Buffer.from('a\0b'),
    Buffer.from([0xff, 0xd8]),
    Buffer.alloc(1024 * 1024 + 1, 'a'),
  ])
    expect(isScanned(bytes)).toBe(false)
})

test('the quick look before the scan knows all that the rules look for', async () => {
  const patterns = await patternsOf(() =>
    lintSource({
      source: { filePath: 'text', content: 'nothing', contentType: 'text' },
      options: {
        config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] },
        noPhysicFilePath: true,
      },
    }),
  )
  expect(patterns, 'have SUSPICIOUS find what is new here').toMatchInlineSnapshot(`
    [
      "(?:jdbc:)?mysql(?:x)?:\\/\\/(?:(?<username>[^:\\/\\s]{1,100}):(?<password>[^@\\/\\s]{1,200})@)?(?<host>[^\\/\\s?]{1,100})(?:\\/(?<database>[^?\\s]{0,100}))?(?:\\?(?<options>[^\\s]{0,500}))?",
      "(?<!\\p{L})(?<prefix>cfk|cfut|cfat)_[A-Za-z0-9]{40}[0-9a-f]{8}(?![A-Za-z0-9])",
      "(?<!\\p{L})(?<prefix>sk_live|sk_test|rk_live|rk_test)_[a-zA-Z0-9]{24,99}(?![a-zA-Z0-9])",
      "(?<!\\p{L})(?<prefix>vcp|vci|vca|vcr|vck)_[A-Za-z0-9]{20,60}(?![A-Za-z0-9])",
      "(?<!\\p{L})(?<type>ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9_]{36}(?![A-Za-z0-9_])",
      "(?<!\\p{L})(?<type>ghs)_[0-9]{1,20}_[A-Za-z0-9_-]{1,1000}\\.[A-Za-z0-9_-]{1,10000}\\.[A-Za-z0-9_-]{1,1000}(?![A-Za-z0-9_-])",
      "(?<!\\p{L})(?<type>github_pat)_[A-Za-z0-9_]{82}(?![A-Za-z0-9_])",
      "(?<!\\p{L})(shppa|shpca|shpat|shpss)_[a-zA-Z0-9]{32,64}(?![a-zA-Z0-9])",
      "(?<!\\p{L})SG\\.\\w{1,128}\\.\\w{1,128}([-_]?)\\w{1,128}(?!\\w)",
      "(?<!\\p{L})dapi[A-Fa-f0-9]{32}(?:-[0-9])?(?![A-Fa-f0-9])",
      "(?<!\\p{L})dckr_pat_[a-zA-Z0-9_-]{27}(?![a-zA-Z0-9_-])",
      "(?<!\\p{L})figd_[A-Za-z0-9_-]{40,200}(?![A-Za-z0-9_-])",
      "(?<!\\p{L})glc_[A-Za-z0-9+/]{32,400}={0,2}(?![A-Za-z0-9+/=])",
      "(?<!\\p{L})glpat-[A-Za-z0-9_-]{20,128}(?![A-Za-z0-9_-])",
      "(?<!\\p{L})glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}(?![A-Fa-f0-9])",
      "(?<!\\p{L})gsk_[a-zA-Z0-9]{52}(?![a-zA-Z0-9])",
      "(?<!\\p{L})hf_[a-zA-Z]{34}(?![a-zA-Z])",
      "(?<!\\p{L})hvb\\.[A-Za-z0-9_-]{138,300}(?![A-Za-z0-9_-])",
      "(?<!\\p{L})hvr\\.[A-Za-z0-9_-]{90,120}(?![A-Za-z0-9_-])",
      "(?<!\\p{L})hvs\\.[A-Za-z0-9_-]{90,120}(?![A-Za-z0-9_-])",
      "(?<!\\p{L})lin_api_[a-zA-Z0-9_]{32,128}(?![a-zA-Z0-9_])",
      "(?<!\\p{L})npm_[A-Za-z0-9_]{36}(?![A-Za-z0-9_])",
      "(?<!\\p{L})ntn_[0-9]{11}[A-Za-z0-9]{35}(?![A-Za-z0-9])",
      "(?<!\\p{L})ops_(ey[A-Za-z0-9+/=]{100,1280}fQ={0,2})(?![A-Za-z0-9+/=])",
      "(?<!\\p{L})sk-ant-api0\\d-[A-Za-z0-9_-]{90,128}AA(?![A-Za-z0-9_-])",
      "(?<!\\p{L})tskey-(?<type>[a-z]{2,20})-[0-9A-Za-z_]{8,40}-[0-9A-Za-z_]{16,60}(?![0-9A-Za-z_])",
      "(?<protocol>(?:https?|ftp|ftps)):\\/\\/(?<user>[-a-zA-Z0-9_]{1,256}):(?<password>[-a-zA-Z0-9_]{1,256})@[-a-zA-Z0-9%._+~#=]{1,256}\\.[a-zA-Z0-9()]{1,6}\\b",
      "(?<type>secretlint-(?:disable-next-line|disable-line|disable|enable))(?<options>.*)",
      "-----BEGIN[ ]?(?:(?:RSA|DSA|EC|OPENSSH|PGP) )?PRIVATE KEY(?: BLOCK)?-----\\n?([A-Za-z0-9+/=\\s\\\\]{100,10000})\\n?-----END[ ]?(?:(?:RSA|DSA|EC|OPENSSH|PGP) )?PRIVATE KEY(?: BLOCK)?-----",
      "["']?(?:AWS|aws|Aws)?_?(?:SECRET|secret|Secret)_?(?:ACCESS|access|Access)_?(?:KEY|key|Key)["']?\\s*(?::|=>|=)\\s*["']?([A-Za-z0-9/\\+=]{40})["']?\\b",
      "[\\r\\n\\u2028\\u2029]",
      "\\b(?:xoxb|xoxp|xapp|xoxa|xoxo|xoxr)-(?:\\d-)?(?:[a-zA-Z0-9]{1,40}-)+[a-zA-Z0-9]{1,40}\\b",
      "https:\\/\\/hooks\\.slack\\.com\\/services\\/T[a-zA-Z0-9]{1,40}\\/B[a-zA-Z0-9]{1,40}\\/[a-zA-Z0-9]{1,40}",
      "mongodb(?:\\+srv)?:\\/\\/(?:(?<username>[^:\\/\\s]{1,100}):(?<password>[^@\\/\\s]{1,200})@)?(?<host>[^\\/\\s?]{1,100})(?:\\/(?<database>[^?\\s]{0,100}))?(?:\\?(?<options>[^\\s]{0,500}))?",
      "postgres(?:ql)?:\\/\\/(?:(?<username>[^:\\/\\s]{1,100}):(?<password>[^@\\/\\s]{1,200})@)?(?<host>[^\\/\\s?]{1,100})(?:\\/(?<database>[^?\\s]{0,100}))?(?:\\?(?<options>[^\\s]{0,500}))?",
      "sk-(?:proj|svcacct|admin)-(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})T3BlbkFJ(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})\\b|sk-[a-zA-Z0-9]{20}T3BlbkFJ[a-zA-Z0-9]{20}",
    ]
  `)
})

/** The regular expressions that are run while something is done. */
async function patternsOf(work: () => Promise<unknown>): Promise<string[]> {
  const seen = new Set<string>()
  const prototype = RegExp.prototype as unknown as Record<symbol | string, (...args: unknown[]) => unknown>
  const originals = ['exec', Symbol.matchAll].map((name) => [name, prototype[name]] as const)
  for (const [name, original] of originals) {
    prototype[name] = function (this: RegExp, ...args: unknown[]) {
      seen.add(this.source)
      return original?.apply(this, args)
    }
  }
  try {
    await work()
  } finally {
    for (const [name, original] of originals) if (original !== undefined) prototype[name] = original
  }
  return [...seen].sort()
}

test('nothing is kept of texts that were scanned', async () => {
  await texts(...Array.from({ length: 200 }, (_, i) => `const token${i} = '${TOKEN}'`))
  expect(performance.getEntries().filter(({ name }) => name.includes('lint'))).toEqual([])
})
