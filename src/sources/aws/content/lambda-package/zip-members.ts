import { isUtf8 } from 'node:buffer'
import { crc32, inflateRawSync } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { codeOf, messageOf } from '../../../../runtime/errors.ts'
import type { Member } from '../../../source.ts'

/** Lambda takes no more, unpacked; what is larger is not one of its packages. */
const MAX_UNPACKED = 256 * 1024 * 1024

/** The mode that Unix gave a file is in the upper half of its attributes, if Unix or macOS made the zip. */
const MODE_SHIFT = 16
const HAVE_MODES = [3, 19]
const KIND = 0o170_000
const LINK = 0o120_000
/** No system has links with more bytes. */
const LONGEST_LINK = 4095
const UTF8_NAMES = 0x800
/** The way of compression that is not one. */
const STORED = 0
/** So that zlib asks for no second piece of memory, and for no fewer bytes than it takes as a size. */
const SPARE = 64

/**
 * The files of a zip, one after the other; of two with one name, the last, as unzipping has it. One that cannot be
 * unpacked is given as a problem in its place: the zip itself is kept in any case.
 */
export async function* zipMembers(zip: Buffer): AsyncGenerator<Member, void> {
  let file: ZipFile
  try {
    file = await yauzl.fromBufferPromise(zip, {
      lazyEntries: true,
      decodeStrings: false,
      validateEntrySizes: true,
    })
  } catch (error) {
    yield problem('', 'BadZip', `the package cannot be unpacked: ${messageOf(error)}`)
    return
  }
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of file.eachEntry()) entries.set(nameOf(entry), entry)
  } catch (error) {
    yield problem('', 'BadZip', `the package cannot be unpacked whole: ${messageOf(error)}`)
  }
  let unpacked = 0
  for (const [path, entry] of entries) {
    if (path === '' || path.endsWith('/')) continue
    unpacked += entry.uncompressedSize
    if (unpacked > MAX_UNPACKED) {
      yield problem('', 'TooLarge', 'the unpacked package is larger than Lambda allows')
      return
    }
    try {
      const content = unpack(await packedOf(file, entry, zip), entry)
      if (crc32(content) !== entry.crc32) throw new Error('its CRC-32 differs from the listed one')
      yield memberOf(path, content, entry)
    } catch (error) {
      yield problem(path, 'BadZip', `it cannot be unpacked: ${messageOf(error)}`)
    }
  }
}

/** The bytes of a member as they are in the zip. */
async function packedOf(file: ZipFile, entry: Entry, zip: Buffer): Promise<Buffer> {
  if (!entry.canDecodeFileData())
    throw new Error(entry.isEncrypted() ? 'it is encrypted' : 'it is compressed in an unknown way')
  const { fileDataStart } = await file.readLocalFileHeaderPromise(entry, { minimal: true })
  return zip.subarray(fileDataStart, fileDataStart + entry.compressedSize)
}

/** At once and into one piece of memory: a stream takes twice that, and 0.3 ms for each member. */
function unpack(packed: Buffer, { compressionMethod, uncompressedSize }: Entry): Uint8Array {
  const content = compressionMethod === STORED ? packed : inflate(packed, uncompressedSize)
  if (content?.length !== uncompressedSize) throw new Error('its length differs from the listed one')
  return content
}

/** Undefined for more bytes than these. */
function inflate(packed: Buffer, largest: number): Uint8Array | undefined {
  try {
    return inflateRawSync(packed, { chunkSize: largest + SPARE, maxOutputLength: largest + 1 })
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}

/** Names are UTF-8 where a zip says so or they look like it, and else bytes that are kept apart. */
function nameOf({ fileNameRaw, generalPurposeBitFlag }: Entry): string {
  const isText = (generalPurposeBitFlag & UTF8_NAMES) !== 0 || isUtf8(fileNameRaw)
  return fileNameRaw.toString(isText ? 'utf8' : 'latin1')
}

function memberOf(
  path: string,
  content: Uint8Array,
  { versionMadeBy, externalFileAttributes }: Entry,
): Member {
  const mode = HAVE_MODES.includes(versionMadeBy >>> 8) ? externalFileAttributes >>> MODE_SHIFT : 0
  const isLink = content.length > 0 && content.length <= LONGEST_LINK && !content.includes(0)
  if ((mode & KIND) === LINK && isLink) return { path, type: 'symlink', content, meta: {} }
  const permissions = mode & 0o777
  const meta = permissions === 0 ? {} : { mode: permissions.toString(8).padStart(4, '0') }
  return { path, type: 'file', content, meta }
}

function problem(path: string, code: string, message: string): Member {
  return { path, problem: { operation: 'lambda:unzip', code, message } }
}
