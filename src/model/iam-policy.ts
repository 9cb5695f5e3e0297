/** What a policy is to allow for one source, as `--only` takes its name. */
export interface AllowedSource {
  readonly source: string
  /** IAM actions, in order. */
  readonly actions: readonly string[]
}

/** A policy document of IAM. */
export type IamPolicy = {
  readonly Version: '2012-10-17'
  readonly Statement: readonly {
    readonly Sid: string
    readonly Effect: 'Allow'
    readonly Action: readonly string[]
    readonly Resource: '*'
  }[]
}

/** An IAM policy that allows these actions on everything, with a statement for each source. */
export function iamPolicy(sources: readonly AllowedSource[]): IamPolicy {
  const statements = sources.map(({ source, actions }): IamPolicy['Statement'][number] => ({
    Sid: source.replace(/[^A-Za-z0-9]/g, '').replace(/^./, (letter) => letter.toUpperCase()),
    Effect: 'Allow',
    Action: actions,
    Resource: '*',
  }))
  return { Version: '2012-10-17', Statement: statements }
}
