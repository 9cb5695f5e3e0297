/** Roles and policies of an account by their ARN; of AWS's own policies only the name counts. */
const IAM_ARN = /arn:aws[a-z-]*:iam::\d{12}:(?:role|policy)\/[\w+=,.@/-]+/g

/** The roles and policies that captured documents name. */
export class IamReferences {
  readonly #arns = new Set<string>()

  /** Takes what a document's text names. */
  note(text: string): void {
    for (const [arn] of text.matchAll(IAM_ARN)) this.#arns.add(arn)
  }

  has(arn: string): boolean {
    return this.#arns.has(arn)
  }
}
