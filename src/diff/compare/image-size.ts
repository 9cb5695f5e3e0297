import { streamEntry } from '../../store/entry-content.ts'
import { imageSize } from 'image-size'
import type { Entry } from '../../model/entry.ts'
import type { Store } from '../../store/store.ts'

/** What can be seen of a picture without drawing it. */
export interface Picture {
  readonly format: string
  readonly width: number
  readonly height: number
}

/** Where pictures of a kind begin alike. */
const BEGINNINGS: readonly RegExp[] = [/^\x89PNG\r\n/, /^\xff\xd8\xff/, /^GIF8[79]a/, /^RIFF[^]{4}WEBP/]

/** The size of a picture; undefined of what is not one. Only its beginning is read. */
export function pictureOf(store: Store, entry: Entry): Picture | undefined {
  const { sha256, size } = entry
  if (sha256 === null || size === 0 || !isCalledPicture(entry)) return undefined
  const { value: bytes } = streamEntry(store, entry).next()
  if (bytes === undefined) return undefined
  const beginning = bytes.toString('latin1', 0, 12)
  if (!BEGINNINGS.some((pattern) => pattern.test(beginning))) return undefined
  try {
    const { width, height, type = '' } = imageSize(bytes)
    return { format: type === 'jpg' ? 'jpeg' : type, width, height }
  } catch {
    // A picture that is truncated or damaged has no known size.
    return undefined
  }
}

/** Uploads are often kept without an extension, and have their content type. */
function isCalledPicture({ path, meta: { contentType } }: Entry): boolean {
  const isOfType = typeof contentType === 'string' && /^image\/(?:png|jpe?g|gif|webp)\b/i.test(contentType)
  return isOfType || /\.(?:png|jpe?g|gif|webp)$/i.test(path)
}
