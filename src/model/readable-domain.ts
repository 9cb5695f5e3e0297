/**
 * A domain's name for people: without the dot at its end, and with the characters that Route 53 gives by their octal
 * codes, as `\052` for `*`. What would part a path, or cannot be seen, keeps its code.
 */
export function readableDomain(name: string): string {
  return name.replace(/(?<=.)\.$/, '').replace(/\\([0-7]{3})/g, (code, octal: string) => {
    const character = String.fromCharCode(parseInt(octal, 8))
    return /[!-.0-[\]-~]/.test(character) ? character : code
  })
}
