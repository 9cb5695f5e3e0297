import { isCorrupt, type JsnapError } from '../runtime/errors.ts'

/** What can be read, or undefined where it is damaged, for which `onDamage` is called. */
export function readSound<T>(
  read: () => T,
  onDamage: (error: JsnapError) => void = () => undefined,
): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!isCorrupt(error)) throw error
    onDamage(error)
    return undefined
  }
}
