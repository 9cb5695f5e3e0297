import type { Store } from '../store/store.ts'
import type { Version } from '../versions/version.ts'
import type { CaptureLiveOptions, LiveVersion } from './capture-beside.ts'

/**
 * Captures the account as it is now, in the scope of the version that it is to be compared with, into a temporary
 * store that is removed when it is closed; the real one is not changed.
 * @throws JsnapError as `capture`
 */
export async function captureLive(
  store: Store,
  compared: Version | string,
  options: CaptureLiveOptions,
): Promise<LiveVersion> {
  const { captureBeside } = await import('./capture-beside.ts')
  return captureBeside(store, compared, options)
}
