import type { Rate } from '../../services/declaration/api.ts'

/**
 * Lets calls through as a service allows them: `burst` at once, then a number in each second. A refusal for being too
 * fast halves that, and it grows back while none comes.
 */
export class RateLimit {
  readonly #rate: Rate
  readonly #slowest: number
  readonly #now: () => number
  readonly #wait: (milliseconds: number) => Promise<void>
  #tokens: number
  #perSecond: number
  #filledAt: number

  /** However often it is refused, `slowest` calls pass in each second. `now` in milliseconds. */
  constructor(rate: Rate, slowest: number, now: () => number, wait: (milliseconds: number) => Promise<void>) {
    this.#rate = rate
    this.#slowest = slowest
    this.#now = now
    this.#wait = wait
    this.#tokens = rate.burst
    this.#perSecond = rate.perSecond
    this.#filledAt = now()
  }

  /** Resolves when a call may be sent; calls go in the order in which they have asked. */
  async pass(): Promise<void> {
    this.#fill()
    this.#tokens--
    // Below nothing, each call waits for its own token, after those that came before.
    if (this.#tokens < 0) await this.#wait((-this.#tokens / this.#perSecond) * 1000)
  }

  /** The service has refused a call for being one too many. */
  slowDown(): void {
    this.#fill()
    this.#tokens = Math.min(this.#tokens, 0)
    this.#perSecond = Math.max(this.#perSecond / 2, this.#slowest)
  }

  #fill(): void {
    const now = this.#now()
    const seconds = Math.max(0, now - this.#filledAt) / 1000
    this.#filledAt = now
    this.#tokens = Math.min(this.#tokens + seconds * this.#perSecond, this.#rate.burst)
    this.#perSecond = Math.min(
      this.#perSecond + (seconds * this.#rate.perSecond) / RECOVERY_S,
      this.#rate.perSecond,
    )
  }
}

/** From nothing to the whole rate again. */
const RECOVERY_S = 20
