import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import { rowLines } from '../../src/terminal/row-lines.ts'

const colors = picocolors.createColors(false)

test('rows are aligned, numbers to the right, and control characters written out', () => {
  const rows = [
    ['a', 1, null],
    ['long\nname', 1000, 'x\u001b[31m'],
    [null, null, 7],
  ]
  expect([...rowLines(['name', 'n', 'more'], rows, colors)]).toEqual([
    'name          n  more',
    'a             1',
    'long name  1000  x\\u001b[31m',
    '                 7',
  ])
})

test('what does not fit is cut where it is widest', () => {
  const rows = [['id-1', 'x'.repeat(60), 'y'.repeat(30)]]
  expect([...rowLines(['id', 'wide', 'wider'], rows, colors, 40)]).toEqual([
    'id    wide              wider',
    'id-1  xxxxxxxxxxxxxxx…  yyyyyyyyyyyyyyy…',
  ])
})

test('any number of rows is shown as it comes', () => {
  function* rows() {
    for (let i = 0; i < 5000; i++) yield [i === 4000 ? 'wider than all before' : 'x', i]
  }
  const lines = [...rowLines(['a', 'b'], rows(), colors)]
  expect(lines).toHaveLength(5001)
  expect(lines[4001]).toBe('wider than all before  4000')
})

test('rows whose columns would be too narrow to read stand one below the other', () => {
  const names = ['id', 'name', 'domain', 'price_class', 'comment']
  const rows = [
    ['E1', 'shop', 'd111111abcdef8.cloudfront.net', 'PriceClass_100', 'the shop, which everybody knows'],
    ['E2', null, 'd222222abcdef8.cloudfront.net', 'PriceClass_All', 'x'],
  ]
  const lines = (columns: number) => [...rowLines(names, rows, colors, columns)]
  expect(lines(120)).toHaveLength(3)
  expect(lines(40)).toEqual([
    'id           E1',
    'name         shop',
    'domain       d111111abcdef8.cloudfront.…',
    'price_class  PriceClass_100',
    'comment      the shop, which everybody …',
    '',
    'id           E2',
    'name',
    'domain       d222222abcdef8.cloudfront.…',
    'price_class  PriceClass_All',
    'comment      x',
  ])
})
