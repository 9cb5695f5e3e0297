import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DONE } from '../terminal/exit-code.ts'
import { defaultIdentityFile, JsnapError, makeIdentity } from '../index.ts'
import type { Run } from '../terminal/context.ts'
import type { KeygenOptions } from './keygen.flags.ts'

/** Makes an age identity that opens sealed secrets, and prints its recipient. */
export const run: Run<KeygenOptions> = async ({ output, file = output, json }, { io, cwd, env, now }) => {
  const place = file === undefined ? defaultIdentityFile(env) : resolve(cwd, file)
  if (isInStore(place)) {
    throw new JsnapError('Usage', `${place} is inside a store`, {
      hint: 'anyone with a copy of the store would also have the key: name a file elsewhere',
    })
  }
  const recipient = await makeIdentity(place, new Date(now()).toISOString())
  if (json === true) io.json({ file: place, recipient })
  else io.line(recipient)
  io.note(`the identity is in ${place}: keep a copy of it in a safe place`)
  io.note(`in jsnap.config.json: "secrets": { "recipients": ["${recipient}"] }`)
  return DONE
}

function isInStore(file: string): boolean {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'format.json'))) return true
    if (folder === dirname(folder)) return false
  }
}
