import type { CheckoutOptions as CoreOptions, CheckoutResult } from '../checkout/checkout.ts'
import type { Store } from '../store/store.ts'
import { versionNamed } from '../versions/resolve.ts'
import type { Version } from '../versions/version.ts'

/** What is written, and where. */
export type CheckoutOptions = Omit<CoreOptions, 'store' | 'version' | 'target'>

/**
 * Writes a version, or a part of it, as files into a folder, with its views.
 * @throws JsnapError UnknownVersion, NoSuchPath, TargetNotEmpty, Refused, Usage, Write, VerifyFailed; the reason of the signal;
 * Corrupt when all but the damaged files are written
 */
export async function checkout(
  store: Store,
  version: Version | string,
  target: string,
  options: CheckoutOptions = {},
): Promise<CheckoutResult> {
  const { checkout } = await import('../checkout/checkout.ts')
  return checkout({ ...options, store, version: versionNamed(store, version), target })
}
