import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DEFAULT_SECRET_RULES,
  fileRuleFinder,
  secretRuleFinder,
  type SecretRule,
} from '../../../src/model/secret-rules.ts'
import { withoutSecrets } from '../../../src/sources/local/secret-file.ts'

/** What is stored, and the values by name that were taken out. */
function marked(text: string | Uint8Array, rule: SecretRule) {
  const values: [string, string][] = []
  const stored = withoutSecrets(Buffer.from(text as string), rule, (name, value) => {
    values.push([name, value])
    return { $secret: '#' }
  })
  return { stored, values }
}
const M = '{"$secret":"#"}'

describe('a file of secrets', () => {
  test('of settings keeps names, sections and comments', () => {
    const text = `# the shop's keys\nexport STRIPE=sk_1 # live\nEMPTY=\nQUOTED="two\nlines"\n#OLD='x y'\n[default]\naws_key : k\n`
    const { stored, values } = marked(text, 'env')
    expect(stored).toBe(
      `# the shop's keys\nexport STRIPE=${M}\nEMPTY=\nQUOTED=${M}\n#OLD=${M}\n[default]\naws_key : ${M}\n`,
    )
    expect(values).toEqual([
      ['STRIPE', 'sk_1 # live'],
      ['QUOTED', 'two\nlines'],
      ['OLD', 'x y'],
      ['aws_key', 'k'],
    ])
  })

  test('of JSON that is nested without end is sealed whole', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const text = `${open.repeat(80_000)}1${close.repeat(80_000)}`
      for (const rule of ['json', ['/token', '/*/*']] as const)
        expect(marked(text, rule)).toEqual({ stored: `${M}\n`, values: [['content', text]] })
    }
  })

  test('takes time by its length and no more, whatever stands in it', () => {
    for (const text of [
      'macdef a',
      'macdef a\n',
      'password ',
      'password "',
      'account "\\',
      ' ',
      '\n',
      'a="',
      "a='",
    ])
      for (const rule of ['netrc', 'env', 'urls', 'json'] as const) {
        const begin = performance.now()
        marked(text.repeat(540_000 / text.length), rule)
        expect([text, rule, performance.now() - begin < 3000]).toEqual([text, rule, true])
      }
  })

  test('of settings seals what it does not understand', () => {
    expect(marked('just a token\nA="x"y\n', 'env')).toEqual({
      stored: `${M}\nA=${M}${M}\n`,
      values: [
        ['line', 'just a token'],
        ['A', 'x'],
        ['line', 'y'],
      ],
    })
    expect(marked('//registry.example/:_authToken=t\n', 'env').stored).toBe(
      `//registry.example/:_authToken=${M}\n`,
    )
  })

  test.each([
    'postgres://u:leak@h/db?sslmode=require\n',
    'https://a:leak@x/?k=v\n',
    'KEY=first\nMIIEleak1234567890abcdef\nleak12345678==\n',
    'KEY=first\nMIIEleak1234567890abcdef\nleakBARE=\n',
    'leak+/abc==\n',
  ])('of settings takes nothing for a name that may be a value: %j', (text) => {
    expect(marked(text, 'env').stored).not.toContain('leak')
  })

  const pem = (kind: string) => `-----BEGIN ${kind}-----\nleak\n-----END ${kind}-----\n`
  test.each([
    ['with a name that is no UTF-8', Buffer.from(`friendlyName: M\xfcller\n${pem('PRIVATE KEY')}`, 'latin1')],
    ['in binary', Buffer.from([0x30, 0x82, 0xff, 0xfe])],
    ['of WireGuard', 'leakleakleakleakleakleakleakleakleakleakle0='],
    ['of age', 'AGE-SECRET-KEY-1leak\n'],
    ['beside a certificate', pem('CERTIFICATE') + pem('EC PRIVATE KEY')],
    ['in one line', 'leak'],
  ])('that is a key %s is sealed whole', (_, bytes) => {
    expect(marked(bytes, 'key').stored).toBe(`${M}\n`)
  })

  test.each([pem('CERTIFICATE') + pem('PUBLIC KEY'), 'PK\x03\x04 a presentation', ''])(
    'that is called as a key and holds none is stored as it is: %j',
    (text) => expect(marked(text, 'key').stored).toBeUndefined(),
  )

  test('never holds a value of a setting, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.constantFrom('', '"', "'"),
        (value, quote) => {
          const canary = `CANARY${value}CANARY`
          const { stored = '' } = marked(`KEY=${quote}${canary}${quote}\nNEXT=1\n`, 'env')
          expect(stored).not.toContain('CANARY')
        },
      ),
    )
  })

  test('holds no value behind a text that looks like a marker', () => {
    expect(marked('machine h password {"$secret":"a"}hunter2\nmacdef x\npassword p\n', 'netrc')).toEqual({
      stored: `machine h password ${M}\nmacdef x\n${M}`,
      values: [
        ['password', '{"$secret":"a"}hunter2'],
        ['macdef', 'password p\n'],
      ],
    })
    const leaking = { $secret: 'a', b: { $unknown: 'c' }, list: [{ $secret: 'd', e: 'f' }] }
    expect(JSON.parse(marked(JSON.stringify(leaking), 'json').stored ?? '')).toEqual({
      $$secret: { $secret: '#' },
      b: { $$unknown: { $secret: '#' } },
      list: [{ $$secret: { $secret: '#' }, e: { $secret: '#' } }],
    })
    expect(marked(JSON.stringify(leaking), ['/b', '/list', '/b/*']).values).toHaveLength(3)
  })

  test('of the netrc keeps machines and logins', () => {
    const { stored, values } = marked(
      'machine a.example login ada password p1\nmachine b\n  account acc\n  password "p 2"\nmacdef init\nput p3\n\n',
      'netrc',
    )
    expect(stored).toBe(
      `machine a.example login ada password ${M}\nmachine b\n  account ${M}\n  password ${M}\nmacdef init\n${M}\n\n`,
    )
    expect(values.map(([, value]) => value).sort()).toEqual(['acc', 'p 2', 'p1', 'put p3'])
  })

  test.each([
    ['machine a login u passwd CANARY', `machine a login u passwd ${M}`],
    ['machine a login u PassWord CANARY', `machine a login u PassWord ${M}`],
    ['machine password login u password CANARY', `machine password login u password ${M}`],
    ['machine password password CANARY', `machine password password ${M}`],
    ['machine a login password password CANARY', `machine a login password password ${M}`],
    ['password CANA\\ RY10 login u', `password ${M} login u`],
    ['password "CANARY b" login u', `password ${M} login u`],
    ['password "CAN\\" CANARY" login u', `password ${M} login u`],
    ['password "CANARY login u', `password ${M}`],
    ['password "a"CANARY login u', `password ${M}${M} login u`],
    ['password a CANARY login u', `password ${M} ${M} login u`],
    ['password #CANARY\nlogin u', `password ${M}\nlogin u`],
    ['machine a # password CANARY\nlogin u', `machine a ${M}\nlogin u`],
    ['login "u password CANARY', `login ${M}`],
    ['login u,password,CANARY', `login ${M}`],
    ['password a,login,CANARY', `password ${M}`],
    ['default login u user v account CANARY', `default login u user v account ${M}`],
    ['machine a\nmacdef init\nput CANARY\n\nlogin u', `machine a\nmacdef init\n${M}\n\nlogin u`],
    ['macdef init CANARY\nlogin CANARY\n\nlogin u', `macdef${M}\n\nlogin u`],
    ['macdef init\n\nlogin u', `macdef init\n${M}`],
    ['\ufeffmachine CANARY', `${M} ${M}`],
    ['password \xa0login\xa0CANARY', `password ${M}`],
    ['password \\', `password ${M}`],
    ['secret CANARY', `${M} ${M}`],
    ['machine github.com login CANARY password x-oauth-basic', `machine github.com login ${M} password ${M}`],
    ['machine a login CANARY\n  password ""', `machine a login ${M}\n  password ${M}`],
    ['machine a login ghp_CANARY password p', `machine a login ${M} password ${M}`],
    ['machine a login glpat-CANARY', `machine a login ${M}`],
    ['machine a login x-token password xyz', `machine a login x-token password ${M}`],
  ])('of the netrc is read token by token: %j', (text, stored) =>
    expect(marked(text, 'netrc').stored).toBe(stored),
  )

  test('of the netrc gives the value that its quotes and backslashes mean', () => {
    expect(marked('password "a \\"b\\\\" account c\\ d', 'netrc').values).toEqual([
      ['password', 'a "b\\'],
      ['account', 'c d'],
    ])
  })

  test('of the netrc never holds a password, whatever it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^\s]{0,20}$/), (value) => {
        const { stored = '' } = marked(`machine a password CANARY${value}CANARY\n`, 'netrc')
        expect(stored).not.toContain('CANARY')
      }),
    )
    expect(marked('machine a password "half CANARY\nCANARY', 'netrc').stored).not.toContain('CANARY')
  })

  test('of addresses keeps hosts', () => {
    expect(marked('https://ada:pw@git.example\n', 'urls').stored).toBe(
      '{"$secret":"#","url":"https://…@git.example"}\n',
    )
  })

  test('of JSON keeps names, or has markers at the pointers only', () => {
    expect(marked('{"token":{"access":"a","n":1,"on":true},"list":["b"]}', 'json').values).toEqual(
      [
        ['list', 'b'],
        ['access', 'a'],
        ['n', '1'],
      ].sort((a, b) => (a[1] === 'b' ? 1 : b[1] === 'b' ? -1 : 0)),
    )
    const { stored, values } = marked('{"db":[{"pw":"a","user":"u"}],"x/y":"b"}', ['/db/*/pw', '/x~1y'])
    expect(JSON.parse(stored ?? '')).toEqual({
      db: [{ pw: { $secret: '#' }, user: 'u' }],
      'x/y': { $secret: '#' },
    })
    expect(values).toEqual([
      ['pw', 'a'],
      ['x/y', 'b'],
    ])
    expect(marked('{"half":', 'json').values).toEqual([['content', '{"half":']])
    const inexact = '{"id":9007199254740993,"token":"t"}'
    expect(marked(inexact, ['/token']).values).toEqual([['content', inexact]])
  })

  test('that is a private key is sealed whole, and a certificate is none', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n'
    expect(marked(key, 'key')).toEqual({ stored: `${M}\n`, values: [['private key', key]] })
    expect(marked('-----BEGIN CERTIFICATE-----\n', 'key').stored).toBeUndefined()
    expect(marked(Buffer.from([0xff, 0xfe]), 'sealed').values).toEqual([['base64', '//4=']])
  })
})

describe('the rules, whatever the case of a name', () => {
  const find = secretRuleFinder(DEFAULT_SECRET_RULES, {
    'local/site/config.ini': 'env',
    '*.example': 'plain',
    'local/Site/DB/*.Secret': 'sealed',
  })
  test.each([
    ['local/site/.env', 'env'],
    ['local/site/deep/.env.production', 'env'],
    ['local/site/.env.example', 'plain'],
    ['local/site/config.ini', 'env'],
    ['local/other/config.ini', undefined],
    ['local/home/.aws/credentials', 'env'],
    ['local/home/.ssh/id_ed25519', 'key'],
    ['local/home/.ssh/id_ed25519.pub', 'plain'],
    ['local/home/.ssh/id_work', 'key'],
    ['local/home/.kube/config', 'env'],
    ['local/home/.config/gcloud/credentials.db', 'sealed'],
    ['local/home/.config/gcloud/legacy_credentials/a@b.example/adc.json', 'json'],
    ['local/home/.gnupg/private-keys-v1.d/AB', 'sealed'],
    ['local/site/index.html', undefined],
    ['local/site/.ENV', 'env'],
    ['local/site/.Env.Production', 'env'],
    ['local/site/.ENV.Example', 'plain'],
    ['local/site/.NPMRC', 'env'],
    ['local/site/Server.PEM', 'key'],
    ['local/site/CERT.KEY', 'key'],
    ['local/site/Cert.PFX', 'sealed'],
    ['local/home/ID_RSA', 'key'],
    ['local/home/_NETRC', 'netrc'],
    ['local/home/.AWS/Credentials', 'env'],
    ['local/home/.Docker/Config.json', 'json'],
    ['local/Site/Config.INI', 'env'],
    ['LOCAL/site/db/A.Secret', 'sealed'],
    ['local/site/db/A.secrets', undefined],
  ])('say of %s: %s', (path, rule) => expect(find(path)).toBe(rule))
})

describe('the rules for a file whose folders have other names in a version', () => {
  const find = fileRuleFinder({ 'local/aws/credentials.example': 'plain', '/home/**': 'sealed' })
  test.each([
    ['local/aws/credentials', '/home/u/.aws/credentials', 'env'],
    ['local/aws/credentials.example', '/home/u/.aws/credentials.example', 'plain'],
    ['local/a/config.json', '/home/u/.Docker/config.json', 'json'],
    ['local/k/config', '/home/u/.kube/config', 'env'],
    ['local/s/id_work', '/home/u/.ssh/id_work', 'key'],
    ['local/g/private-keys-v1.d/1', '/home/u/.gnupg/private-keys-v1.d/1', 'sealed'],
    ['local/g/credentials.db', '/home/u/.config/gcloud/credentials.db', 'sealed'],
    ['local/aws/config', '/home/u/.aws/config', undefined],
  ])('say of %s at %s: %s', (path, place, rule) => expect(find(path, ['/elsewhere', place])).toBe(rule))
})
