import { inPathOrder, type Moved } from '../model/moved.ts'
import type { Harvest } from './harvest.ts'

/** The version does not wait longer to learn what has changed while it was made. */
const PATIENCE_MS = 10_000

/**
 * What changed while the sources were captured: what was seen to change as it was read, and what lists say differently
 * when they are asked again. Undefined where no list has answered, and nothing was seen. @throws the reason of the signal
 */
export async function lookAgain(
  { looks, moved }: Pick<Harvest, 'looks' | 'moved'>,
  signal: AbortSignal,
  patience = PATIENCE_MS,
): Promise<readonly Moved[] | undefined> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(patience)])
  const found = await Promise.all(looks.map((look) => look(ended)))
  signal.throwIfAborted()
  const all = [...moved, ...found.flatMap((one) => one.moved)]
  const isKnown = all.length > 0 || found.some(({ lists }) => lists > 0)
  return isKnown ? inPathOrder(all) : undefined
}
