import type { Random } from './random.ts'

/** The kinds of file that a shop's site is made of, each as often as its weight says. */
const KINDS = [
  { extension: 'html', weight: 45, make: page },
  { extension: 'json', weight: 25, make: products },
  { extension: 'js', weight: 15, make: script },
  { extension: 'txt', weight: 9, make: prose },
  { extension: 'jpg', weight: 6, make: image },
] as const

const WORDS = makeWords(4000)

/** Content of about `size` bytes with its file name extension, decided by the generator alone. */
export function shopContent(random: Random, size: number): { extension: string; bytes: Buffer } {
  let pick = random.below(100)
  const kind = KINDS.find(({ weight }) => (pick -= weight) < 0) ?? KINDS[0]
  return { extension: kind.extension, bytes: kind.make(random, size) }
}

function makeWords(count: number): string[] {
  const syllables = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo za st er ing ion al'.split(' ')
  return Array.from({ length: count }, (_, index) => {
    let word = ''
    for (let rest = index + 11; rest > 0; rest = Math.floor(rest / syllables.length))
      word += syllables[rest % syllables.length] ?? ''
    return word
  })
}

/** Frequent words come often, as in a language. */
function word(random: Random): string {
  return WORDS[Math.floor(WORDS.length * random.next() ** 3)] ?? ''
}

function words(random: Random, count: number): string {
  let text = word(random)
  for (let i = 1; i < count; i++) text += ' ' + word(random)
  return text
}

function token(random: Random): string {
  return random.below(0x1_0000_0000).toString(36) + random.below(0x1_0000_0000).toString(36)
}

function repeat(size: number, head: string, part: () => string, tail: string): Buffer {
  let text = head
  while (text.length < size - tail.length) text += part()
  return Buffer.from(text + tail)
}

function page(random: Random, size: number): Buffer {
  const title = words(random, 4)
  return repeat(
    size,
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n` +
      `<link rel="stylesheet" href="/assets/site-${token(random)}.css">\n</head>\n<body>\n<h1>${title}</h1>\n`,
    () =>
      `<section class="product" id="p${random.below(1e6)}">\n  <h2>${words(random, 3)}</h2>\n` +
      `  <img src="/images/${token(random)}.jpg" alt="${words(random, 2)}">\n` +
      `  <p>${words(random, 12 + random.below(40))}.</p>\n` +
      `  <span class="price">€ ${(random.below(1e5) / 100).toFixed(2)}</span>\n</section>\n`,
    '</body>\n</html>\n',
  )
}

function products(random: Random, size: number): Buffer {
  return repeat(
    size,
    '[\n',
    () =>
      `  { "id": ${random.below(1e9)}, "sku": "${token(random)}", "name": "${words(random, 3)}", ` +
      `"price": ${random.below(1e5) / 100}, "stock": ${random.below(500)}, "tags": ["${word(random)}", "${word(random)}"], ` +
      `"description": "${words(random, 10 + random.below(30))}" },\n`,
    '  null\n]\n',
  )
}

function script(random: Random, size: number): Buffer {
  return repeat(
    size,
    `import { ${word(random)} } from './${word(random)}.js'\n\n`,
    () =>
      `export function ${word(random)}${random.below(1000)}(${word(random)}, ${word(random)}) {\n` +
      `  // ${words(random, 5 + random.below(12))}\n` +
      `  const ${word(random)} = ${word(random)}.${word(random)}(${random.below(1e4)}, '${token(random)}')\n` +
      `  if (${word(random)} !== ${word(random)}) return ${word(random)}.get('${words(random, 2)}')\n}\n\n`,
    '',
  )
}

function prose(random: Random, size: number): Buffer {
  return repeat(size, '', () => words(random, 8 + random.below(12)) + '.\n', '')
}

function image(random: Random, size: number): Buffer {
  return random.bytes(size)
}
