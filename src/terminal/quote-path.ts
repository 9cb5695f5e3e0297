/** A path as it is printed: as it is, or in quotes with escapes as git does when it holds control characters, quotes or backslashes. */
export function quotePath(path: string): string {
  if (!/[\u0000-\u001f\u007f-\u009f"\\\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(path)) return path
  const quoted = JSON.stringify(path)
  return quoted.replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
