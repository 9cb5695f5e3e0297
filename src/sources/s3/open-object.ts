import type { Opener, OpenRequest, OpenTools, Reading } from '../source.ts'
import { bucketAddress } from './bucket-address.ts'
import { factsOf, refreshedFacts } from './read-object-meta.ts'
import type { ObjectRequest, Opening, S3Context } from './object-request.ts'
import { OTHER_ETAG } from './object-answer.ts'
import { readLargeObject } from './read-large-object.ts'
import { readSmallObject } from './read-small-object.ts'
import { listPage } from './s3-requests.ts'
import { asUnreadable, changingObject, isGoneOrChanged, unreadableObject } from './unreadable-object.ts'

const SMALL_BELOW = 1024 * 1024
/** An object that is overwritten again and again while it is read is left to the next commit. */
const ROUNDS = 3

/** Opens S3 objects. Every GET has an If-Match, so bytes of two states of an object never mix. */
export const openObject: Opener = {
  async open(request: OpenRequest, context: unknown, tools: OpenTools): Promise<Reading> {
    const { credentials, endpoint, variants } = context as S3Context
    const object = request as ObjectRequest
    const sender = {
      credentials,
      count: (operation: string) => tools.count(operation),
      now: () => tools.now(),
      signal: tools.signal,
    }
    const address = bucketAddress(object.bucket, object.region, endpoint, variants)
    let opening: Opening = { object, address, sender }
    const { attributesOnly } = object
    if (attributesOnly !== undefined) {
      return { content: null, settle: () => refreshedFacts(opening, attributesOnly === 'asked') }
    }
    for (let round = 1; ; round++) {
      try {
        return await openAsListed(opening, tools)
      } catch (error) {
        if (!isGoneOrChanged(error)) throw asUnreadable(error)
        if (round === ROUNDS) throw error.status === 412 ? changingObject() : asUnreadable(error)
        const now = await listAgain(opening)
        // It was not overwritten: the answers are about something else.
        if (error.code === OTHER_ETAG && now.object.etag === opening.object.etag) throw asUnreadable(error)
        opening = now
      }
    }
  },
}

/** The object as it is listed now. @throws UnreadableError when it is gone */
async function listAgain(opening: Opening): Promise<Opening> {
  const { object, address, sender } = opening
  try {
    const page = await listPage(address, { prefix: object.key, maxKeys: 1 }, sender)
    const [now] = page.objects
    if (now?.key !== object.key) {
      throw unreadableObject('gone', 'NoSuchKey', 'deleted before it was read')
    }
    const { etag, size, lastModified } = now
    return { ...opening, object: { ...object, etag, size, lastModified } }
  } catch (error) {
    throw asUnreadable(error)
  }
}

async function openAsListed(opening: Opening, tools: OpenTools): Promise<Reading> {
  if (opening.object.size < SMALL_BELOW) {
    const { bytes, response } = await readSmallObject(opening, tools)
    return { content: bytes, settle: () => factsOf(opening, response) }
  }
  const large = await readLargeObject(opening)
  return {
    content: large.pieces,
    async settle() {
      await large.check()
      return factsOf(opening, large.response)
    },
  }
}
