import type { Json, JsonObject } from '../../model/canonical-json.ts'
import type { Listed } from '../../model/listing.ts'
import type { Addresses } from './addresses.ts'
import type { Api } from './api.ts'
import type { Content } from './content.ts'
import type { Host } from './hosts.ts'
import type { NamePlace } from './names.ts'
import type { Noun } from './noun.ts'
import type { Rules } from './rules.ts'

/** A call that only reads. */
export interface Call {
  /** The service's first API when not given. */
  readonly api?: Api
  /** As `ListFunctions`. */
  readonly operation: string
  /** Made of the item that it is asked for and of those around that, the nearest first. */
  readonly input?: (item: JsonObject, ...parents: JsonObject[]) => JsonObject
  /** Input that AWS alone is given, and no other server. */
  readonly awsInput?: JsonObject
  /** The place of what is wanted in the answer, as `DistributionList.Items`; the whole of it when not given. */
  readonly select?: string
  /**
   * The service leaves `select` out of its answer when there is nothing, or of an answer that says something else; of no
   * other call is that believed.
   */
  readonly mayOmit?: boolean | 'beside others'
  /** What becomes of what is selected, or of each item of a list; an answer of which it makes undefined counts for none. */
  readonly form?: (selected: Json) => Json | undefined
  /** Where the next page's input is found in an answer, by member: `{ Marker: 'NextMarker' }`. */
  readonly next?: Readonly<Record<string, string>>
  /** Texts of a list become objects with this one member. */
  readonly wrapAs?: string
  /** Those of a list that count; all when not given. */
  readonly filter?: (listed: JsonObject) => boolean
  /** Codes that mean that there is none. */
  readonly absent?: readonly string[]
  /** Codes that mean, of a detail, that the item itself is gone: then there is no document of it. */
  readonly gone?: readonly string[]
  /** What is read of each item that the call finds, by the member it becomes; the members of `''` become its own. */
  readonly details?: Details
  /** Places of codes that are in an answer for a member that could not be read, by that member. */
  readonly failures?: Readonly<Record<string, string>>
  /** The IAM action, when it is not named as the call. */
  readonly action?: string
  /** Says whether there can be any; without it, it is always asked for. */
  readonly onlyIf?: (item: JsonObject, ...parents: JsonObject[]) => boolean
  /** The call lists what belongs to all items and is made once; says of an item that it lists whether it is the item's. */
  readonly belongsTo?: (listed: JsonObject, item: JsonObject) => boolean
}

/** The calls that read the details of an item, by the member that each answer becomes. */
export type Details = Readonly<Record<string, Call>>

/** The account whose resources are read. */
export interface Account extends JsonObject {
  readonly AccountId: string
  /** As `aws`, in ARNs. */
  readonly Partition: string
}

/** One kind of item that a service has; each becomes a document. */
export interface Resource extends Rules {
  /** The path of its documents: `*` is the name, as in `lambda/functions/*&#47;config.json`. */
  readonly path: string
  /** What `query` calls it, where that is not the folder in `path`. */
  readonly kind?: string
  /** What people call one and several, where the folder in `path` does not say it. */
  readonly noun?: Noun
  /**
   * What people call one, where its path has an id or less than its name: the names at the first of these places that has
   * any are shown beside the path, and it is found by all of them.
   */
  readonly names?: readonly NamePlace[]
  /** The path of the document of what one of its documents is a part of, as that of the zone that records are in. */
  readonly partOf?: (document: JsonObject) => string
  /** The hosts that lead to one. */
  readonly hosts?: readonly Host[]
  /** What of its documents are addresses. */
  readonly addresses?: Addresses
  /** Lists them; an answer that is not a list is the only one. */
  readonly list: Call
  /** The items that each have a list of these. */
  readonly of?: Resource
  /** Its calls name the account, which is around all else then: an `Account` is the last of those that `input` is made of. */
  readonly inAccount?: true
  /** The name in the path: the place where it stands, or what makes it. */
  readonly name?: string | ((item: JsonObject, ...parents: JsonObject[]) => string)
  /** Distinguishes those of the same name: all but the first in the order of the ids have it after their name. */
  readonly id?: string | ((item: JsonObject) => string)
  /** Those that count; all when not given. */
  readonly filter?: (item: JsonObject, ...parents: JsonObject[]) => boolean
  /** The members of a listed item that are kept; all when not given. */
  readonly keep?: readonly string[]
  readonly details?: Details
  /** The details that the content needs as well, where it does not need all of them. */
  readonly contentDetails?: readonly string[]
  /** Each item is in a region of its own, whatever regions are asked, and is read there. */
  readonly itemRegion?: ItemRegion
  /** Items that are read at once, where each is much. */
  readonly atOnce?: number
  /** What a version is checked against later, of what is not in the document. */
  readonly expects?: (item: JsonObject) => Omit<Listed, 'path'>
  /** The place of its ARN, when only those count that captured documents name. */
  readonly onlyUsed?: string
  /** What there is of one beside its document: code, items. */
  readonly content?: Content
  /** Where that is, as `path`, when it can be wanted without the document. */
  readonly contentPath?: string
  /** The calls that `content` makes, in this process or in a worker. */
  readonly contentCalls?: readonly Pick<Call, 'api' | 'operation' | 'action'>[]
  /** The documents that `content` makes. */
  readonly beside?: Rules & { readonly path: string }
  /** Of each, what is below this path, with its name for `*`, and is never captured. */
  readonly leftOut?: { readonly path: string; readonly reason: string }
  /** The one region that has them, when the service is regional. */
  readonly region?: string
}

/** Where an item says which region it is in. */
export interface ItemRegion {
  /** The member of the item, also where a call has to say it. */
  readonly member: string
  /** Calls that say it where the list does not, each if the one before was refused: in their answer, or in the refusal. */
  readonly calls: readonly Call[]
}

/** What jsnap knows of the paths of a source: what people call it and what is in them, and the lists of its documents. */
export interface DeclaredSource {
  /** As `--only` takes it. */
  readonly name: string
  /** As people write it, in headings. */
  readonly label: string
  /** What `query` and `verify` call it, where that is not its name. */
  readonly called?: string
  /** `global` is what has no region; the paths of what is `regional` name one, but for the primary one. */
  readonly scope: 'global' | 'regional'
  /** The folders that are its own, each ending in `/`. */
  readonly prefixes: readonly string[]
  readonly resources: readonly DeclaredKind[]
  /**
   * The types of resources that it captures, by service, as ARNs name them
   * (docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html,
   * the table of resource types of each service) and as Resource Explorer does, where it has another name
   * (docs.aws.amazon.com/resource-explorer/latest/userguide/supported-resource-types.html). `coverage` names all others
   * as not captured. An empty one is a type that has only a name in its ARN.
   */
  readonly types?: Readonly<Record<string, string>>
  /** What each of its paths is to people, where there are no kinds of resources. */
  readonly files?: Noun
  /** What the names right below its folders are, where they say more than the kinds. */
  readonly folders?: Noun
}

/** What jsnap knows of the paths of one kind. */
export type DeclaredKind = Pick<
  Resource,
  | 'path'
  | 'kind'
  | 'noun'
  | 'name'
  | 'id'
  | 'names'
  | 'partOf'
  | 'hosts'
  | 'addresses'
  | 'lists'
  | 'beside'
  | 'contentPath'
  | 'region'
>

/** A service of AWS as jsnap captures it: what there is to list, to read of each, and what of the answers is kept. */
export interface Service extends DeclaredSource {
  readonly api: Api
  /** `global` services are asked once, in us-east-1, whatever the regions; those whose items are in regions of their own, in the primary one. */
  readonly scope: 'global' | 'regional'
  readonly resources: readonly Resource[]
  /** Its contents are code, which is scanned for secrets. */
  readonly isScanned?: boolean
  /** A region that is asked as well, whatever the regions. */
  readonly alsoIn?: string
}
