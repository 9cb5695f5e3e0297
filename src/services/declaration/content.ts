import type { JsonObject } from '../../model/canonical-json.ts'
import type { Api } from './api.ts'

/** What there is of an item beside its document: what the engine reads, and how. */
export type Content =
  { readonly kind: 'function code' | 'layer code' | 'table items' } | StageExports | StageCode

/** A file of OpenAPI beside an API's document for each stage that something is deployed to. */
export interface StageExports {
  readonly kind: 'stage exports'
  /** Of the APIs' documents, ending in `/`. */
  readonly folder: string
  readonly api: Api
  readonly operation: string
  readonly input: (api: JsonObject, stageName: string) => JsonObject
  /** The members of a stage that hold these. */
  readonly stageName: string
  readonly deploymentId: string
}

/** Code that CloudFront runs: what is being worked on, and from its first publication on what viewers get. */
export interface StageCode {
  readonly kind: 'stage code'
  /** The path of the documents. */
  readonly path: string
  /** As in `GetFunction`. */
  readonly name: string
  readonly id: (item: JsonObject) => JsonObject
  /** The code of a refusal when there is none, or none in the stage. */
  readonly absent: string
}
