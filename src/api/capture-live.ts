import type { Store } from '../store/store.ts'
import type { Version } from '../versions/version.ts'
import type { CaptureLiveOptions, LiveVersion } from './capture-beside.ts'

/**
 * Captures the account as it is now, in the scope of the version that it is to be compared with, into a store that is gone
 * when it is closed; the real one stays as it is. @throws JsnapError as `capture`
 */
export async function captureLive(
  store: Store,
  compared: Version | string,
  options: CaptureLiveOptions,
): Promise<LiveVersion> {
  const { captureBeside } = await import('./capture-beside.ts')
  return captureBeside(store, compared, options)
}
