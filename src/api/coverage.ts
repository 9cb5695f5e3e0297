import type { Coverage, CoverageOptions } from './coverage-of.ts'

/** Asks an account for the kinds of resources that it has and jsnap does not capture. @throws JsnapError Credentials, Usage */
export async function coverage(options: CoverageOptions): Promise<Coverage> {
  const { coverageOf } = await import('./coverage-of.ts')
  return coverageOf(options)
}
