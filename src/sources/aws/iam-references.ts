/** Roles and policies of an account by their ARN; of AWS's own policies only the name counts. */
const IAM_ARN = /arn:aws[a-z-]*:iam::\d{12}:(?:role|policy)\/[\w+=,.@/-]+/g

/** The roles and policies that captured documents name. */
export class IamReferences {
  readonly #arns = new Set<string>()
  readonly #all: boolean

  /** With `all`, every role and policy is assumed to be used but those that AWS makes for its services. */
  constructor(all = false) {
    this.#all = all
  }

  /** Takes what a document's text names. */
  note(text: string): void {
    for (const [arn] of text.matchAll(IAM_ARN)) this.#arns.add(arn)
  }

  get isAll(): boolean {
    return this.#all
  }

  has(arn: string): boolean {
    return this.#arns.has(arn) || (this.#all && !arn.includes(':role/aws-service-role/'))
  }
}
