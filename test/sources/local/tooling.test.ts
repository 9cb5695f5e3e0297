import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLocalSource } from '../../../src/sources/local/local-source.ts'
import { Store } from '../../../src/store/store.ts'
import { scratchFolder } from '../../helpers/scratch.ts'
import { commitSources, entriesOf, NO_SECRETS } from '../../helpers/snapshot.ts'

let home: string
let store: Store

beforeEach(() => {
  home = scratchFolder()
  store = Store.init(join(scratchFolder(), '.jsnap'))
})
afterEach(() => store.close())

function put(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), text)
}

/** A crontab command that prints this, or fails with it. */
function crontab(text: string, exitCode = 0): void {
  put('bin/crontab', `#!/bin/sh\ncat >&${exitCode === 0 ? 1 : 2} <<'END'\n${text}END\nexit ${exitCode}\n`)
  chmodSync(join(home, 'bin/crontab'), 0o755)
}

async function commit(env: Record<string, string> = { HOME: home, PATH: `${home}/bin:/usr/bin:/bin` }) {
  const source = createLocalSource([], {
    ...NO_SECRETS,
    exclude: [],
    tooling: { env, markAt: () => (name) => ({ $secret: name }) },
  })
  const version = await commitSources(store, [source])
  const contents = Object.fromEntries(
    entriesOf(store, version).map(({ path, sha256, meta }) => [
      path.replace('local/tooling/', ''),
      sha256 === null ? meta['code'] : store.readContent(sha256).toString(),
    ]),
  )
  return { contents, commit: version.commit }
}

describe('the set tooling', () => {
  test('has launch agents, user units, dotfiles and the crontab, and nothing else of the home folder', async () => {
    put('.zshrc', 'alias ll="ls -l"\n')
    put('Library/LaunchAgents/sync.plist', '<plist version="1.0"><dict/></plist>\n')
    put('Library/LaunchAgents/.DS_Store', 'x')
    put('.config/systemd/user/backup.timer', '[Timer]\nOnCalendar=daily\n')
    put('Documents/private.txt', 'x')
    put('.ssh/id_ed25519', 'x')
    crontab('0 3 * * * /usr/local/bin/backup\n')
    const { contents, commit: made } = await commit()
    expect(contents).toEqual({
      '.zshrc': 'alias ll="ls -l"\n',
      'Library/LaunchAgents/sync.plist': '<plist version="1.0"><dict/></plist>\n',
      '.config/systemd/user/backup.timer': '[Timer]\nOnCalendar=daily\n',
      crontab: '0 3 * * * /usr/local/bin/backup\n',
    })
    expect(made.problems).toEqual([])
  })

  test('has a marker for every value that may be secret, and the names as they are', async () => {
    put(
      '.zshrc',
      'export PATH=/usr/bin\nexport STRIPE_KEY="sk_live_canary1"\nalias k="curl -H authorization:canary2"\n',
    )
    put('.gitconfig', '[user]\n\tname = Ada\n[github]\n\ttoken = canary3\n')
    put(
      '.config/systemd/user/a.service',
      '[Service]\nEnvironment=API=canary4 HOME=/root\nExecStart=/bin/a --password canary5\n',
    )
    put(
      'Library/LaunchAgents/a.plist',
      '<plist><dict><key>EnvironmentVariables</key><dict><key>TOKEN</key><string>canary6</string></dict></dict></plist>\n',
    )
    crontab('MAIL_PASSWORD=canary7\n0 * * * * curl https://ada:canary8@shops.example/\n')
    const { contents } = await commit()
    expect(JSON.stringify(contents)).not.toContain('canary')
    expect(contents['.zshrc']).toContain('export PATH=/usr/bin\nexport STRIPE_KEY={"$secret":"STRIPE_KEY"}\n')
    expect(contents['.gitconfig']).toContain('name = Ada\n[github]\n\ttoken = {"$secret":"token"}')
    expect(contents['crontab']).toContain('@shops.example/')
  })

  test('names what it leaves out: files of tokens, private keys, what is no text', async () => {
    put('.npmrc', '//registry/:_authToken=canary\n')
    put('.bashrc', '-----BEGIN OPENSSH PRIVATE KEY-----\ncanary\n')
    put('.profile', 'a\0b')
    put('Library/LaunchAgents/b.plist', 'bplist00canary')
    const { contents, commit: made } = await commit()
    expect(contents).toEqual({})
    expect(made.notCovered).toEqual([
      { path: 'local/tooling/.bashrc', reason: 'holds a private key' },
      { path: 'local/tooling/.npmrc', reason: 'holds tokens' },
      { path: 'local/tooling/.profile', reason: 'no text' },
      { path: 'local/tooling/Library/LaunchAgents/b.plist', reason: 'an unusual property list' },
    ])
  })

  test('has the text of a dotfile that is a link, and a problem for a crontab that cannot be read', async () => {
    put('dotfiles/zshrc', 'setopt autocd\n')
    symlinkSync(join(home, 'dotfiles/zshrc'), join(home, '.zshrc'))
    crontab('crontab: you are not allowed\n', 1)
    const { contents, commit: made } = await commit()
    expect(contents).toEqual({ '.zshrc': 'setopt autocd\n', crontab: 'Failed' })
    expect(made.problems).toMatchObject([{ path: 'local/tooling/crontab', operation: 'local:crontab' }])
  })

  test('is empty without a crontab, and unknown without a home folder', async () => {
    crontab('no crontab for ada\n', 1)
    expect((await commit()).contents).toEqual({})
    const { contents, commit: made } = await commit({ PATH: '/usr/bin' })
    expect(contents).toEqual({ '': 'NoHome' })
    expect(made.problems).toMatchObject([{ path: 'local/tooling/', code: 'NoHome' }])
  })
})
