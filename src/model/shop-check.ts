import { having, isBoolean, isNumber, isText, orNull } from './shape.ts'

/** Whether what the user checks with, such as a request to each shop, said that all was well when a version was made. */
export interface ShopCheck {
  /** The name of the program that said so. */
  readonly program: string
  readonly ok: boolean
  /** Null where it did not end by itself. */
  readonly exitCode: number | null
  readonly outcome: string
  readonly durationMs: number
}

/** Says whether a value is such a check. */
export const isShopCheck = having({
  program: isText,
  ok: isBoolean,
  exitCode: orNull(isNumber),
  outcome: isText,
  durationMs: isNumber,
})
