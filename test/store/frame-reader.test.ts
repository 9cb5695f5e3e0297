import { closeSync, openSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import { encodeFrame, FrameError, FrameKind } from '../../src/store/frame.ts'
import { FrameReader } from '../../src/store/frame-reader.ts'
import { scratchFolder } from '../helpers/scratch.ts'

/** Contents of all sizes, of which the random ones are stored raw. */
const CONTENTS = [
  Buffer.from('short'),
  randomBytes(10_000),
  Buffer.from('the same again '.repeat(20_000)),
  randomBytes(300_000),
  randomBytes(70_000),
  Buffer.alloc(0),
]
const FRAMES = CONTENTS.map((bytes) => encodeFrame(FrameKind.content, [{ sha256: digestOf(bytes), bytes }]))
const OFFSETS = FRAMES.map((_, i) => Buffer.concat(FRAMES.slice(0, i)).length)

function open(bytes: Buffer): number {
  const file = join(scratchFolder(), 'frames')
  writeFileSync(file, bytes)
  const fd = openSync(file, 'r')
  onTestFinished(() => closeSync(fd))
  return fd
}

test('payloads stay as they are when more frames are read', () => {
  const fd = open(Buffer.concat(FRAMES))
  const reader = new FrameReader()
  for (const order of [OFFSETS, OFFSETS.toReversed()]) {
    const payloads = new Map(order.map((offset) => [offset, reader.readPayload(fd, offset)]))
    CONTENTS.forEach((bytes, i) => {
      expect(payloads.get(OFFSETS[i] ?? -1)?.equals(bytes), `content ${i}`).toBe(true)
    })
  }
})

test('a frame is read to its end and no further', () => {
  const fd = open(Buffer.concat(FRAMES))
  const reader = new FrameReader()
  FRAMES.forEach((frame, i) => {
    expect(reader.read(fd, OFFSETS[i] ?? -1).equals(frame), `frame ${i}`).toBe(true)
  })
})

test('a file that ends within a frame is noticed, also when the reader has read longer ones', () => {
  const whole = open(Buffer.concat(FRAMES))
  FRAMES.forEach((frame, i) => {
    const reader = new FrameReader()
    for (const offset of OFFSETS) reader.readPayload(whole, offset)
    const cut = open(frame.subarray(0, frame.length - 1))
    expect(() => reader.readPayload(cut, 0), `frame ${i}`).toThrow(FrameError)
  })
})
