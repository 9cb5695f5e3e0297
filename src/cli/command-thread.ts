import { parentPort } from 'node:worker_threads'
import { sayLoaded } from '../runtime/loaded-threads.ts'
import type { SignalPort } from './interruption.ts'
import { run } from './run.ts'
import { standardStream } from './standard-stream.ts'

if (parentPort === null) throw new Error('a command runs in a thread')
sayLoaded()
const port: SignalPort = parentPort
process.exitCode = await run(process, standardStream(1), standardStream(2), port)
