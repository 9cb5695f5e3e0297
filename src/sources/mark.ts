import type { JsonObject } from '../model/canonical-json.ts'

/** What is instead of a secret value: nothing can be learned from it but that it is another one. */
export type Marker = JsonObject & { readonly $secret: string }

/** Makes the marker of a secret value; `name` is that of the member or the place which holds it. */
export type Mark = (name: string, value: string) => Marker

/** Marks the secret values of what is at a path of the version. */
export type MarkAt = (path: string) => Mark
