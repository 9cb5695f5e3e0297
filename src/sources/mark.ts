import type { JsonObject } from '../model/canonical-json.ts'

/** Makes the marker that stands for a secret value; `name` is that of the member or the place which holds it. */
export type Mark = (name: string, value: string) => JsonObject
