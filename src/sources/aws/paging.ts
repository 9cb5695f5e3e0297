import { AwsError } from './aws-error.ts'

/** No service returns this many pages in a row without anything new. */
export const PAGES_IN_VAIN = 1000
/** A million log groups, fifty a page: the longest list of what AWS lets an account have. */
const MOST_PAGES = 20_000

/** Goes with one list from page to page, and ends it when it continues as no list of a service does. */
export class Paging {
  readonly #operation: string
  readonly #mostPages: number
  readonly #seen = new Set<string>()
  #pagesInVain = 0

  /** The operation with its service, as `s3:ListBuckets`; a table may have any number of pages. */
  constructor(operation: string, mostPages = MOST_PAGES) {
    this.#operation = operation
    this.#mostPages = mostPages
  }

  /** Takes note of what the next page is named by, and of whether the last one brought anything new. @throws AwsError PagingStuck */
  goOn(token: string, hasBrought: boolean): void {
    if (this.#seen.has(token)) throw this.#stuck('the token of the next page was repeated')
    this.#seen.add(token)
    this.#pagesInVain = hasBrought ? 0 : this.#pagesInVain + 1
    if (this.#pagesInVain >= PAGES_IN_VAIN || this.#seen.size > this.#mostPages)
      throw this.#stuck('the pages do not end')
  }

  #stuck(message: string): AwsError {
    return new AwsError(this.#operation, 200, 'PagingStuck', message)
  }
}
