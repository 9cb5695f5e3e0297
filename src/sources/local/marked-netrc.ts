import { canonicalJson } from '../../model/canonical-json.ts'
import type { Mark } from '../mark.ts'

/** White space, a comment up to the end of its line, or a token: quoted, or bare with backslashes before what stands for itself. */
const PART =
  /([ \t\n\v\f\r]+)|(#[^\r\n]*)|"(?:\\[^]|[^"\\])*(?:"|$(?![^]))|(?:\\[^]|[^ \t\n\v\f\r\\]|\\$(?![^]))+/g
/** A token that all readers take for the same: they differ in what quotes, backslashes and commas mean. */
const PLAIN = /^[^\s"\\,]+$/
/** A macro is called something, and its body continues to an empty line. */
const MACRO = /[ \t]+([^\s"\\,]+)[ \t]*\r?\n/y
const EMPTY_LINE = /\r?\n\r?\n/g

/** A token instead of a login, as GitHub and others take it: by how it begins, or by the password behind it. */
const TOKEN = /^(?:gh[a-z]_|github_pat_|glpat-|npm_|pypi-|xox[a-z]-|sk-|AKIA|ASIA|eyJ)/
const NO_PASSWORD =
  /[ \t\r\n]+pass(?:word|wd)[ \t\r\n]+(?:x-oauth-basic|x|""|"x-oauth-basic")(?![^ \t\r\n])/iy

/** Words before a name. */
const NAMING = ['machine', 'login', 'user']
/** Words before a secret. */
const HIDING = ['password', 'passwd', 'account']

/**
 * A netrc (gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html, everything.curl.dev/usingcurl/netrc)
 * with its words, machines and logins; of all else there are markers, also of what is not understood.
 */
export function markedNetrc(text: string, mark: Mark): string {
  const hide = (name: string, value: string) => canonicalJson(mark(name, value))
  let marked = ''
  let before = ''
  PART.lastIndex = 0
  for (let found = PART.exec(text); found !== null; found = PART.exec(text)) {
    const [part, space, comment] = found
    const word = part.toLowerCase()
    if (space !== undefined) marked += space
    else if (HIDING.includes(before)) marked += hide(before, valueOf(part))
    else if (comment !== undefined) marked += hide('comment', comment)
    else if (NAMING.includes(before))
      marked += isName(before, part, text, PART.lastIndex) ? part : hide(before, valueOf(part))
    else if (word === 'macdef') {
      MACRO.lastIndex = PART.lastIndex
      const [head = ''] = MACRO.exec(text) ?? []
      const begin = PART.lastIndex + head.length
      EMPTY_LINE.lastIndex = begin
      const end = EMPTY_LINE.exec(text)?.index ?? text.length
      marked += part + head + (begin === end ? '' : hide('macdef', text.slice(begin, end)))
      PART.lastIndex = end
    } else if (word === 'default' || NAMING.includes(word) || HIDING.includes(word)) marked += part
    else marked += hide('token', valueOf(part))
    if (space === undefined) before = isAwaited(before) ? '' : word
  }
  return marked
}

/** Says whether the token before an index of the text is a name, and no secret in its place. */
function isName(before: string, part: string, text: string, end: number): boolean {
  if (before === 'machine' || !PLAIN.test(part)) return PLAIN.test(part)
  NO_PASSWORD.lastIndex = end
  return !TOKEN.test(part) && !NO_PASSWORD.test(text)
}

function isAwaited(before: string): boolean {
  return NAMING.includes(before) || HIDING.includes(before)
}

/** What a token means: without its quotes, and each backslash before a character. */
function valueOf(token: string): string {
  const [, quoted = token] = /^"([^]*)"$/.exec(token) ?? []
  return quoted.replace(/\\([^])/g, '$1')
}
