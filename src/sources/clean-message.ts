import { stripVTControlCharacters } from 'node:util'

const LONGEST = 200
/** What the spinner of clasp 2 says, as `- Pulling files…`. */
const SPINNER = /^- .*…$/
const NAMED_SECRET =
  /((?:token|secret|password|key|authorization|bearer|basic)["']?(?:\s*[:=]\s*|\s+(?=\S*[0-9A-Z]))["']?(?:(?:bearer|basic)\s+)?)[^\s"',}]+/gi
const LONG_WORD = /[\w+/=~-]{16,}/g

/** The first line that a command says of its failure, without what may be a token: it may print what it was sent. */
export function cleanMessage(stderr: string): string {
  const line = stripVTControlCharacters(stderr)
    .split('\n')
    .map((text) => text.trim())
    .find((text) => text !== '' && !SPINNER.test(text))
  if (line === undefined) return ''
  const clean = line
    .replace(NAMED_SECRET, '$1…')
    .replace(LONG_WORD, (word) => (/[0-9A-Z]/.test(word) ? '…' : word))
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean
}
