/** Keeps a scan within a number of read units a second: what a page has consumed is waited for after it. */
export class ReadBudget {
  readonly #perSecond: number
  readonly #now: () => number
  readonly #wait: (milliseconds: number) => Promise<void>
  #balance: number
  #filledAt: number

  /** `now` in milliseconds. */
  constructor(perSecond: number, now: () => number, wait: (milliseconds: number) => Promise<void>) {
    this.#perSecond = perSecond
    this.#now = now
    this.#wait = wait
    this.#balance = perSecond
    this.#filledAt = now()
  }

  async spend(units: number): Promise<void> {
    const now = this.#now()
    const earned = (Math.max(0, now - this.#filledAt) / 1000) * this.#perSecond
    this.#filledAt = now
    this.#balance = Math.min(this.#balance + earned, this.#perSecond) - units
    if (this.#balance < 0) await this.#wait((-this.#balance / this.#perSecond) * 1000)
  }
}
