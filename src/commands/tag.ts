import { openStore } from '../flags/locate-store.ts'
import {
  addTag,
  goodVersions,
  JsnapError,
  labelOf,
  removeTag,
  setGood,
  shortId,
  tags,
  type Store,
  type Version,
} from '../index.ts'
import type { Context, Run } from '../terminal/context.ts'
import { DONE } from '../terminal/exit-code.ts'
import { formatTime } from '../terminal/format-time.ts'
import type { Io } from '../terminal/io.ts'
import { printable } from '../terminal/printable.ts'
import type { TagOptions } from './tag.flags.ts'

/** Names versions, marks them as good, and lists the names. */
export const run: Run<TagOptions> = async (options, context) => {
  const { name, version } = options
  const isDelete = options.delete === true
  if (isDelete && options.good !== true && (name === undefined || version !== undefined))
    throw new JsnapError('Usage', "'tag -d' takes one name", { hint: "write 'jsnap tag -d NAME'" })
  if (options.good === true && version !== undefined)
    throw new JsnapError('Usage', "'tag --good' takes one version, and no name", {
      hint: "write 'jsnap tag --good VERSION'",
    })
  const store = await openStore(options, context)
  try {
    if (options.good === true) mark(store, name ?? 'HEAD', !isDelete, options, context)
    else if (name === undefined) list(store, options, context.io)
    else if (isDelete) remove(store, name, options, context)
    else add(store, name, version ?? 'HEAD', options, context)
    return DONE
  } finally {
    store.close()
  }
}

function list(store: Store, { json }: TagOptions, io: Io): void {
  const all = tags(store)
  const good = goodVersions(store)
  const ofVersion = (version: Version) => ({
    id: version.id,
    time: version.commit.time,
    good: good.has(version.id),
  })
  if (json === true) io.json({ tags: all.map(({ name, version }) => ({ name, ...ofVersion(version) })) })
  const width = all.reduce((most, { name }) => Math.max(most, name.length), 0)
  if (json === true) return
  for (const { name, version } of all) {
    const { bold, yellow, green } = io.colors
    const mark = good.has(version.id) ? `  ${green('good')}` : ''
    io.line(
      `${bold(printable(name.padEnd(width)))}  ${yellow(shortId(version.id))}  ${formatTime(version.commit.time)}${mark}`,
    )
  }
}

function add(store: Store, name: string, version: string, { json }: TagOptions, { io, now }: Context): void {
  const { id } = addTag(store, name, version, { now })
  if (json === true) io.json({ name, id })
  else io.line(`${printable(name)} is ${shortId(id)}`)
}

function remove(store: Store, name: string, { json }: TagOptions, { io, now }: Context): void {
  const left = removeTag(store, name, { now })
  if (json === true) io.json({ removed: name, id: left.id, name: left.name })
  else io.line(`removed the name ${printable(name)} of ${shortId(left.id)}`)
}

function mark(store: Store, text: string, good: boolean, { json }: TagOptions, { io, now }: Context): void {
  const version = setGood(store, text, good, { now })
  if (json === true) io.json({ id: version.id, name: version.name, good })
  else io.line(`${printable(labelOf(version))} is ${good ? 'marked as good' : 'not marked as good'}`)
}
