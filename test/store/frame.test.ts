import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { digestOf } from '../../src/model/digest.ts'
import {
  checkedObjects,
  decodeFrame,
  decodeRows,
  encodeFrame,
  FrameError,
  FrameKind,
} from '../../src/store/frame.ts'

const object = (bytes: Uint8Array) => ({ sha256: digestOf(bytes), bytes })
const objects = fc.array(fc.uint8Array({ maxLength: 300 }).map(object), { maxLength: 20 })

test('a frame gives back the objects that were put in', () => {
  fc.assert(
    fc.property(objects, (objects) => {
      const { head, payload } = decodeFrame(encodeFrame(FrameKind.content, objects))
      const back = decodeRows(head.table).map(({ sha256, offset, length }) => ({
        sha256,
        bytes: new Uint8Array(payload.subarray(offset, offset + length)),
      }))
      expect(back).toEqual(objects.map(({ sha256, bytes }) => ({ sha256, bytes: new Uint8Array(bytes) })))
      expect(checkedObjects(head, payload).damaged).toEqual([])
    }),
  )
})

test('every flipped byte of a frame is noticed', () => {
  const text = Buffer.from('the quick brown fox jumps over the lazy dog. '.repeat(20))
  for (const frame of [
    encodeFrame(FrameKind.content, [object(text), object(randomBytes(80))]),
    encodeFrame(FrameKind.node, [object(randomBytes(200))]),
  ]) {
    for (let at = 0; at < frame.length; at++) {
      const damaged = Buffer.from(frame)
      damaged[at] = (damaged[at] ?? 0) ^ 0x10
      expect(() => decodeFrame(damaged), `byte ${at}`).toThrow(FrameError)
    }
  }
})

test('a frame that is cut off anywhere is noticed', () => {
  const frame = encodeFrame(FrameKind.content, [
    object(randomBytes(100)),
    object(Buffer.from('a'.repeat(500))),
  ])
  for (let length = 0; length < frame.length; length++) {
    expect(() => decodeFrame(frame.subarray(0, length)), `length ${length}`).toThrow(FrameError)
  }
})

test('content that does not shrink is stored as it is', () => {
  const bytes = randomBytes(10_000)
  expect(decodeFrame(encodeFrame(FrameKind.content, [object(bytes)])).head).toMatchObject({
    codec: 0,
    storedLength: 10_000,
  })
})

test('any bytes are decoded or refused, never misread', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => decodeFrame(Buffer.concat([Buffer.from('JSF1'), bytes]))).toThrow(FrameError)
    }),
  )
})
