import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { complete } from '../../src/cli/complete.ts'
import { createProgram } from '../../src/cli/program.ts'
import { shellWords } from '../../src/cli/shell-words.ts'
import { COMPLETION_SCRIPTS } from '../../src/commands/completion-scripts.ts'
import { contextIn } from '../helpers/run-command.ts'
import { storeOfVersions } from '../helpers/store-of-versions.ts'

const HOSTILE = 'local/x/$(touch pwned) a'

async function estate() {
  const { folder } = await storeOfVersions({
    made: [
      { path: 's3-buckets/shop/a.html', content: 'a' },
      { path: 's3-buckets/shop/b/c.html', content: 'b' },
      { path: 's3-buckets/shop/b/d.html', content: 'b' },
      { path: 's3-configs/shop.json', content: '{}' },
      { path: HOSTILE, content: 'x' },
      { path: 'local/x/bad\nline', content: 'x' },
    ],
  })
  return folder
}

const program = () =>
  createProgram({
    version: '0.1.0',
    context: () => {
      throw new Error('not run')
    },
    setExitCode: () => undefined,
  })

/** What a shell is told: the first line, and the words. */
async function told(folder: string, shell: string, ...words: string[]) {
  const output = { stdout: '', stderr: '' }
  const exitCode = await complete(program(), shell, words, () => contextIn(folder, output))
  expect(output.stderr).toBe('')
  expect(exitCode).toBe(0)
  const [mode, ...found] = output.stdout.trimEnd().split('\n')
  return { mode, found: found.map((line) => line.split('\t')[0]) }
}

test('verbs, flags, their values and the arguments of a command are completed', async () => {
  const folder = await estate()
  const found = async (...words: string[]) => (await told(folder, 'fish', ...words)).found
  expect(await found('com')).toEqual(['commit', 'completion'])
  expect(await found('secrets', '')).toEqual(['list', 'show', 'export', 'help'])
  expect(await found('diff', '--name')).toEqual(['--name-status', '--name-only'])
  expect(await found('log', '--color', 'a')).toEqual(['auto', 'always'])
  expect(await found('log', '--color=n')).toEqual(['--color=never'])
  expect(await found('diff', 'v')).toEqual(['v1.0'])
  expect(await found('diff', 'l')).toEqual(['live', 'local/'])
  expect(await found('cat', 'v1.0:s3-')).toEqual(['v1.0:s3-buckets/', 'v1.0:s3-configs/'])
  expect(await found('ls', 'v1.0:s3-buckets/shop/')).toEqual([
    'v1.0:s3-buckets/shop/a.html',
    'v1.0:s3-buckets/shop/b/',
  ])
  expect(await found('checkout', 'v1.0', 'out', 's3-buckets/shop/b/c')).toEqual(['s3-buckets/shop/b/c.html'])
  expect(await found('commit', '--only', 's3,lamb')).toEqual(['s3,lambda'])
  expect(await found('commit', '--region', 'eu-central')).toEqual(['eu-central-1', 'eu-central-2'])
  expect(await found('nosuch', '')).toEqual([])
  expect((await told(folder, 'zsh', 'checkout', 'v1.0', '')).mode).toBe('folders')
  expect((await told(folder, 'zsh', 'diff', '--html', '')).mode).toBe('files')
})

test('names that could harm are quoted or left out, and a folder without a store has nothing to say', async () => {
  const folder = await estate()
  expect(await told(folder, 'fish', 'cat', 'HEAD:local/x/')).toEqual({
    mode: 'none',
    found: [`HEAD:${HOSTILE}`],
  })
  expect(await told(folder, 'bash', 'local/x/', 'jsnap cat HEAD:local/x/')).toEqual({
    mode: 'none',
    found: ['local/x/\\$\\(touch\\ pwned\\)\\ a'],
  })
  const refuse = () => {
    throw new Error('no such folder')
  }
  expect(await complete(program(), 'fish', ['-C', 'nosuch', 'l'], refuse)).toBe(0)
  expect(await told('/', 'fish', 'show', 'v')).toEqual({ mode: 'none', found: [] })
})

test('a command line is divided as a shell does it', () => {
  expect(shellWords('jsnap  cat "a b"c\\ d \'x').words).toEqual(['jsnap', 'cat', 'a bc d', 'x'])
  expect(shellWords('jsnap ').words).toEqual(['jsnap', ''])
  expect(shellWords("a 'b").isQuoted).toBe(true)
})

const run = promisify(execFile)

test('bash completes verbs, and paths behind a colon, with the script', async () => {
  const folder = await estate()
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  const launcher = join(import.meta.dirname, '../../bin/jsnap.js')
  writeFileSync(join(bin, 'jsnap'), `#!/bin/sh\nexec '${process.execPath}' '${launcher}' "$@"\n`)
  chmodSync(join(bin, 'jsnap'), 0o755)
  writeFileSync(join(folder, 'jsnap.bash'), COMPLETION_SCRIPTS.bash)
  const completed = async (line: string, ...words: string[]) => {
    const script = `source ./jsnap.bash
COMP_LINE=$1; COMP_POINT=\${#1}; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_jsnap; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr } = await run('bash', ['-c', script, 'bash', line, ...words], {
      cwd: folder,
      env: { PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter), HOME: folder },
    })
    expect(stderr).toBe('')
    return stdout.trimEnd().split('\n')
  }
  expect(await completed('jsnap ver', 'jsnap', 'ver')).toEqual(['verify'])
  expect(await completed('jsnap cat v1.0:', 'jsnap', 'cat', 'v1.0', ':')).toEqual([
    'local/',
    's3-buckets/',
    's3-configs/',
  ])
  expect(await completed('jsnap cat v1.0:local/x/', 'jsnap', 'cat', 'v1.0', ':', 'local/x/')).toEqual([
    'local/x/\\$\\(touch\\ pwned\\)\\ a',
  ])
})
