import { valueText } from '../diff/show/value-text.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatTime } from '../terminal/format-time.ts'
import type { Colors } from '../terminal/io.ts'
import { showLines } from '../terminal/pager.ts'
import { namesText } from '../terminal/names-text.ts'
import { printable } from '../terminal/printable.ts'
import { quotePath } from '../terminal/quote-path.ts'
import {
  blame,
  entryAt,
  JsnapError,
  labelOf,
  chooseVersion,
  meaningOf,
  namesOf,
  type BlamedField,
} from '../index.ts'
import type { Run } from '../terminal/context.ts'
import { openStore } from '../flags/locate-store.ts'
import type { BlameOptions } from './blame.flags.ts'

/** Where nobody looks on, a line may be as long as is still of use. */
const WIDE = 160
/** Stands for the version that set a value which could not be read. */
const UNREAD = '?'
/** The columns that a value gets, however long its place is. */
const LEAST = 12

/** Says of each field of a document which version set it. */
export const run: Run<BlameOptions> = async (options, context) => {
  const { io, env } = context
  const store = await openStore(options, context)
  try {
    const { afterDashes } = options
    const { versions, paths } = await meaningOf(store, [options.address], {
      versions: 1,
      afterDashes,
      document: true,
    })
    const [path] = paths
    if (path === undefined)
      throw new JsnapError('Usage', `'${options.address}' does not name a path`, {
        hint: 'write it as route53/dns-records/shop.com.json or v1.0:route53/dns-records/shop.com.json',
      })
    const version = chooseVersion(store, versions[0], { paths, note: (text) => io.note(text) })
    const { sha256 } = entryAt(store, version, path)
    const fields = await blame(store, version, path)
    const names = (await namesOf(store, version, [path])).get(path)
    if (options.json === true) {
      io.json({
        version: version.name ?? version.id,
        path,
        ...(names === undefined ? {} : { names }),
        sha256,
        fields: fields.map(describe),
      })
    } else {
      const columns = io.outputIsTerminal ? io.columns : WIDE
      // Scripts read a line for each field.
      const head = io.outputIsTerminal ? [heading(path, names, io.colors)] : []
      await showLines([...head, ...lines(fields, columns, io.colors)], io, env, options.pager)
    }
    return DONE
  } finally {
    store.close()
  }
}

/** What is blamed, which may have been named otherwise. */
function heading(path: string, names: readonly string[] | undefined, { bold, dim }: Colors): string {
  const called = namesText(path, names)
  return `${bold(quotePath(path))}${called === '' ? '' : `  ${dim(called)}`}`
}

function describe({ path, place, value, version }: BlamedField): object {
  if (version === undefined) return { path, place, value, version: null, id: null, time: null }
  const { id, name, commit } = version
  return { path, place, value, version: name ?? id, id, time: commit.time }
}

function lines(fields: readonly BlamedField[], columns: number, colors: Colors): string[] {
  const texts = fields.map(({ place, value, version }) => ({
    label: version === undefined ? UNREAD : printable(labelOf(version)),
    time: version === undefined ? '' : formatTime(version.commit.time),
    place: printable(place),
    value,
  }))
  const widest = (widths: readonly number[]) => widths.reduce((a, b) => Math.max(a, b), 0)
  const labels = widest(texts.map(({ label }) => label.length))
  const times = widest(texts.map(({ time }) => time.length))
  // Most places are short; one that is longer moves its own value only.
  const most = Math.max(LEAST, Math.floor((columns - labels - times - 4) / 2))
  const places = Math.min(most, widest(texts.map(({ place }) => place.length)))
  return texts.map(({ label, time, place, value }) => {
    const used = labels + times + Math.max(places, place.length) + 6
    const text = valueText(value, Math.max(LEAST, columns - used))
    return `${colors.yellow(label.padEnd(labels))}  ${colors.dim(time.padEnd(times))}  ${place.padEnd(places)}  ${text}`
  })
}
