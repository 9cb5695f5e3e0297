import type { Coverage, CoverageOptions } from './coverage-of.ts'

/** Lists the kinds of resources that an account contains and jsnap does not capture. @throws JsnapError Credentials, Usage */
export async function coverage(options: CoverageOptions): Promise<Coverage> {
  const { coverageOf } = await import('./coverage-of.ts')
  return coverageOf(options)
}
