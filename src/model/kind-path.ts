/**
 * How the paths of a kind look, of a declared path with `*` for the name; the first group is the name, with the region
 * where that belongs to it. Of the only one of its kind, a region is before the extension.
 */
export function kindPath(path: string): RegExp {
  const [name, pattern] = path.includes('*')
    ? ['.+', path]
    : ['(?:@[^/]+)?', path.replace(/(\.[a-z]+)?$/, '*$1')]
  const [before = '', after = ''] = pattern.split('*').map((text) => text.replace(/[^\w/-]/g, '\\$&'))
  return new RegExp(`^${before}(${name})${after}$`, 'ds')
}

/** What the paths of all of a kind begin with, ending in `/`. */
export function folderOf(path: string): string {
  const star = path.indexOf('*')
  const fixed = star === -1 ? path : path.slice(0, star)
  return fixed.slice(0, fixed.lastIndexOf('/') + 1)
}

/** The path of one of a kind, by its name and the region behind it. */
export function pathOf(path: string, name: string): string {
  if (path.includes('*')) return path.replace('*', () => name)
  // The only one of its kind: a region is before the extension.
  return name === '' ? path : path.replace(/(\.[a-z]+)?$/, (extension) => name + extension)
}
