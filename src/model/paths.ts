/** Orders strings as their UTF-8 bytes order, which JavaScript's own `<` does not for characters above U+FFFF. */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) {
      // Surrogates encode U+10000 and above and so sort after U+E000–U+FFFF.
      if (x >= 0xd800 && y >= 0xd800) return rotateSurrogates(x) - rotateSurrogates(y)
      return x - y
    }
  }
  return a.length - b.length
}

function rotateSurrogates(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}
