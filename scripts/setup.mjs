// Installs what package-lock.json names when node_modules does not hold it. Runs before every npm script, on whatever
// Node the machine has: plain old syntax, no dependency, no `node:` prefix.
import { spawnSync } from 'child_process'
import { existsSync, readFileSync } from 'fs'
import { delimiter, dirname, join } from 'path'
import { fileURLToPath } from 'url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')

if (!isInstalled()) {
  process.stderr.write('setup: installing the dependencies (npm ci), once\n')
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    env: environmentOutsideModules(),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0 || !isInstalled()) {
    process.stderr.write(
      (npm.stdout || '') + (npm.stderr || '') + (npm.error ? npm.error.message + '\n' : ''),
    )
    process.stderr.write('setup: ' + reasonOf(npm) + '\n')
    process.exitCode = 1
  }
}

/** Says whether node_modules holds just the packages of the lock file, and the Node that is one of them can run. */
function isInstalled() {
  if (!existsSync(join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'))) return false
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const present = packagesOf(join(modules, '.package-lock.json'))
  return Object.keys(wanted).every(function (name) {
    if (name === '') return true
    // A package for another platform is rightly absent.
    if (!present[name]) return Boolean(wanted[name].optional)
    return (
      present[name].version === wanted[name].version && present[name].integrity === wanted[name].integrity
    )
  })
}

function packagesOf(lockFile) {
  // npm writes the lock file inside node_modules last: without it, an installation was cut short.
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages || {} : {}
}

/** The Node inside node_modules is about to be replaced, so npm must not run on it. */
function environmentOutsideModules() {
  const environment = Object.assign({}, process.env)
  Object.keys(environment).forEach(function (name) {
    if (name.toUpperCase() !== 'PATH') return
    environment[name] = environment[name]
      .split(delimiter)
      .filter(function (folder) {
        return folder.indexOf('node_modules') < 0
      })
      .join(delimiter)
  })
  return environment
}

function reasonOf(npm) {
  if (npm.error) return 'npm could not be started'
  if (npm.status !== 0) return 'npm ci failed (above); it needs npm 7 or newer and the npm registry'
  return "npm ci left something out; are install scripts switched off (npm's ignore-scripts)?"
}
