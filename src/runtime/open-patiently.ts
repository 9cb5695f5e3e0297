import { codeOf } from './errors.ts'

/** Others close files within milliseconds; a limit that stays too low is reported after some seconds. */
const ATTEMPTS = 150
const PAUSE_MS = 20

/** Opens something, again for some seconds while the process or the system has too many files open. */
export function openPatiently<T>(open: () => T): T {
  for (let attempt = 1; ; attempt++) {
    try {
      return open()
    } catch (error) {
      const code = codeOf(error)
      if ((code !== 'EMFILE' && code !== 'ENFILE') || attempt === ATTEMPTS) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
    }
  }
}
