import type { Store } from '../store/store.ts'
import type { CaptureOptions, CaptureResult, StoreToOpen } from './capture-version.ts'

/**
 * Captures what options ask for as one version on top of HEAD. The version exists once it is complete on the disk;
 * what could not be read is in the `problems` of its commit.
 * @throws JsnapError Usage, Config, InvalidName, NameTaken, Locked, Credentials, Refused; the reason of the signal
 */
export async function capture(store: Store | StoreToOpen, options: CaptureOptions): Promise<CaptureResult> {
  const { captureVersion } = await import('./capture-version.ts')
  return captureVersion(store, options)
}
