import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markedUrl } from '../../src/sources/secret-url.ts'

const mark = (name: string, value: string) => ({ $secret: `${name}:${value.length}` })
const shown = (url: string) => {
  const value = markedUrl('Endpoint', url, mark)
  return typeof value === 'object' && value !== null && 'url' in value ? value['url'] : value
}

describe('a URL', () => {
  test.each([
    'https://shop.example.com',
    'https://shop.example.com/',
    'http://10.0.0.1:8080/in/orders.json',
    'https://api.example.com/v1/*/orders/',
    'https://[2001:db8::1]:8443/hook',
    'https://api.example.com/orders/{orderId}/{proxy+}',
    'https://${stageVariables.host}:8443/${stageVariables.path}',
    'myapp://callback',
  ])('in which nothing can be secret stays: %s', (url) => {
    expect(markedUrl('Endpoint', url, mark)).toBe(url)
  })

  test.each([
    ['https://hooks.slack.com/services/T0001/B0002/x3Yz', 'https://hooks.slack.com/services/…'],
    ['https://hooks.zapier.com/hooks/catch/123456/abcdefg/', 'https://hooks.zapier.com/hooks/catch/…'],
    ['https://user:pass@shop.example.com:8443/in', 'https://…@shop.example.com:8443/in'],
    ['https://shop.example.com/in?token=abc', 'https://shop.example.com/in?…'],
    ['https://shop.example.com#abc', 'https://shop.example.com#…'],
    ['https://a@b:c@shop.example.com/v2.0/X%20Y/end?#', 'https://…@shop.example.com/v2.0/…?…#…'],
    ['https://shop.example.com/in/{a b}', 'https://shop.example.com/in/…'],
    ['https://shop.example.com/in/{id}secret9', 'https://shop.example.com/in/…'],
    ['https://shop.example.com/Secret/../in', 'https://shop.example.com/…'],
    ['https://shop.example.com/abcdefghijklmnopqrstuvwxy', 'https://shop.example.com/…'],
  ])('keeps its plain words beside the marker: %s', (url, rest) => {
    expect(markedUrl('Endpoint', url, mark)).toEqual({ ...mark('Endpoint', url), url: rest })
  })

  test.each([
    'shop.example.com/in/abc',
    'https:///in',
    'https://ho st/in',
    'https://a\\b/in',
    'https://${secret}.example.com/in',
    'token=abc',
    'https://',
  ])('that cannot be taken apart is hidden whole: %s', (url) => {
    expect(markedUrl('Endpoint', url, mark)).toEqual(mark('Endpoint', url))
  })

  test('shows nothing of what is hidden', () => {
    // No letter of a secret is one that the plain parts have.
    const plain = fc.stringMatching(/^[a-f][a-f._-]{0,10}$/)
    const secret = fc.stringMatching(/^[A-Z0-9%~+=!$&,;]{1,20}$/).filter((text) => !/^[0-9]{1,2}$/.test(text))
    const segments = fc.array(fc.oneof(plain, secret), { maxLength: 6 })
    fc.assert(
      fc.property(
        fc.option(secret),
        fc.stringMatching(/^[a-f]{1,9}(\.[a-f]{1,5}){0,3}$/),
        segments,
        fc.option(secret),
        fc.option(secret),
        (user, host, path, query, fragment) => {
          const at = user === null ? '' : `${user}:${user}@`
          const rest = (query === null ? '' : `?k=${query}`) + (fragment === null ? '' : `#${fragment}`)
          const url = `https://${at}${host}/${path.join('/')}${rest}`
          expect(shown(url)).toMatch(/^https:\/\/[a-f._\-/…@?#]*$/)
          expect(shown(url)).toContain(`${host}/`)
        },
      ),
    )
  })

  test('that is another has another value', () => {
    const keyed = (name: string, value: string) => ({
      $secret: `${name}:${Buffer.from(value).toString('hex')}`,
    })
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.webUrl(), (a, b) => {
        const same = JSON.stringify(markedUrl('u', a, keyed)) === JSON.stringify(markedUrl('u', b, keyed))
        expect(same).toBe(a === b)
        expect(markedUrl('u', a, keyed)).toEqual(markedUrl('u', a, keyed))
      }),
      { numRuns: 30 },
    )
  })
})

test.each(['ops@example.com', '+1 (619) 555-0100', 'arn:aws:lambda:us-east-1:123456789012:function:x', ''])(
  'an address that is no URL stays: %s',
  (address) => {
    expect(markedUrl('Endpoint', address, mark)).toBe(address)
  },
)
