// Imports the module that is named and prints what of the process is not as it was before, as JSON.
import { syncBuiltinESMExports } from 'node:module'
import v8 from 'node:v8'

const flags = []
const setFlagsFromString = v8.setFlagsFromString
v8.setFlagsFromString = (flag) => {
  flags.push(flag)
  setFlagsFromString(flag)
}
syncBuiltinESMExports()

const taken = []
const { now } = Date
Date.now = () => {
  taken.push('Date.now')
  return now()
}
const { env } = process
const watched = new Proxy(env, {
  get(target, name) {
    // Node's own loader asks for this one.
    if (name !== 'WATCH_REPORT_DEPENDENCIES') taken.push(`env.${String(name)}`)
    return Reflect.get(target, name)
  },
})

function state() {
  const { heap_size_limit } = v8.getHeapStatistics()
  return {
    heapLimit: heap_size_limit,
    listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
    streams: [process.stdout, process.stderr, process.stdin].map((stream) => stream.eventNames().length),
    cwd: process.cwd(),
    env: { ...env },
    argv: process.argv.slice(2),
    execArgv: process.execArgv,
    exitCode: process.exitCode ?? null,
    globals: Object.getOwnPropertyNames(globalThis).sort(),
    umask: process.umask(),
    handles: process.getActiveResourcesInfo(),
  }
}

const before = state()
process.env = watched
const library = await import(process.argv[2])
process.env = env
const after = state()
process.stdout.write(JSON.stringify({ before, after, flags, taken, names: Object.keys(library).sort() }))
