import { expect, test } from 'vitest'
import { csvLine } from '../../src/terminal/csv-line.ts'

test('a text that a spreadsheet would run has an apostrophe before it', () => {
  expect(csvLine(['=1+1', '+49 123', '-x', '@SUM(A1)', '\tx', '\rx', '＝1+1', 'a=b'])).toBe(
    `'=1+1,'+49 123,'-x,'@SUM(A1),"'\tx",'\\u000dx,'＝1+1,a=b`,
  )
  expect(csvLine(['=HYPERLINK("http://evil","x")'])).toBe(`"'=HYPERLINK(""http://evil"",""x"")"`)
})

test('numbers stay numbers, also negative ones and those that are text', () => {
  expect(csvLine([-5, -1.5e-7, -12345678901234567890n, '-5', '+1.50', '-2e10', null])).toBe(
    '-5,-1.5e-7,-12345678901234567890,-5,+1.50,-2e10,',
  )
  expect(csvLine(['-5-3', '-', '+', '-1e', '-0x10'])).toBe("'-5-3,'-,'+,'-1e,'-0x10")
})

test('control characters are written out, and ends of lines stay in quotes', () => {
  expect(csvLine(['a\u001b[2Jb', 'c\u009bd', 'e\u202ef', 'g\r\nh\ni', '\ud800'])).toBe(
    'a\\u001b[2Jb,c\\u009bd,e\\u202ef,"g\r\nh\ni",\\ud800',
  )
})
