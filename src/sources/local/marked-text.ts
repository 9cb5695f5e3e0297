import { canonicalJson } from '../../model/canonical-json.ts'
import type { Mark } from '../mark.ts'

/** How a text is written: settings of a shell or a program, a crontab, or a property list in XML. */
export type Syntax = 'settings' | 'crontab' | 'plist'

/** What is in the name of a setting, an option or a header whose value is secret. */
const SECRET =
  'token|secret|pass(?:w(?:or)?d|phrase|code)?(?![a-z])|pwd|api[_-]?key|access[_-]?key|private[_-]?key|authorization|_auth|cookie|webhook|dsn'
/** The whole of a name that holds one: scanned once, since what was found by looking ahead is not looked for again. */
const SECRET_NAME = String.raw`(?<![\w.-])(?=[\w.-]*?(?:${SECRET}))(?<name>[\w.-]+)(?![\w.-])`
const SECRET_OPTION = String.raw`(?<![\w.-])(?=-[\w.-]*?(?:${SECRET}))(?<name>-[\w.-]+)(?![\w.-])`

/** Environment variables that hold no secret. Every other is taken to hold one. */
const PLAIN_VARIABLE =
  /^(?:\w+_)?(?:PATH|HOME|DIR|ROOT|SHELL|EDITOR|PAGER)$|^(?:MANPATH|INFOPATH|FPATH|VISUAL|LANG|LANGUAGE|LC_\w+|TERM|COLORTERM|TZ|USER|LOGNAME|MAILTO|HISTFILE|HISTSIZE|HISTFILESIZE|HISTCONTROL|SAVEHIST|PS1|PROMPT|ZSH|ZSH_THEME|SSH_AUTH_SOCK)$/

/** A word of a shell: bare, quoted and bracketed parts without a space between them. What is not closed goes to the end. */
const WORD = String.raw`(?:"(?:\\[^]|[^"\\])*(?:"|(?![^]))|'[^']*(?:'|(?![^]))|\$?\([^)]*\)?|${'`[^`]*`?'}|\\[^]?|[^\s;&|"'${'`'}()\\<>])+`
/** Between two elements of a property list, whose comments hold no `--`, as XML has it. */
const BETWEEN = String.raw`\s*(?:<!--(?:(?!--)[^])*-->\s*)*`

/** What a value is, and what may be between an option and its value. */
const SHAPES: Readonly<Record<Syntax, { readonly value: string; readonly gap: string }>> = {
  settings: { value: WORD, gap: String.raw`[ \t]+` },
  crontab: { value: WORD, gap: String.raw`[ \t]+` },
  plist: { value: '[^<]+', gap: String.raw`(?:[ \t]+|</string>${BETWEEN}<string>)` },
}

/** What only one syntax has. */
const SPECIAL: Readonly<Record<Syntax, readonly RegExp[]>> = {
  settings: [],
  crontab: [rule`^[ \t]*["']?(?<variable>[A-Za-z_]\w*)["']?[ \t]*=[ \t]*(?<value>[^\n]+)`],
  plist: [ruleOfNames`${SECRET_NAME}</key>${BETWEEN}<\w+>(?<value>[^<]+)`],
}

/** What is secret in a text: the group `value`; a group `variable` names one that may be plain. */
function rulesOf(syntax: Syntax): readonly RegExp[] {
  const { value, gap } = SHAPES[syntax]
  const assigned = String.raw`(?<variable>\w+)=(?<value>${value}(?:[ \t]+\w+=${value})*)`
  return [
    ...SPECIAL[syntax],
    // Environment variables: in capitals, in quotes, or after a word that sets them.
    rule`(?<![\w$.-])(?<variable>[A-Z_][A-Z0-9_]*)\+?=(?<value>${value})`,
    rule`(?<quote>["'])(?<variable>[A-Za-z_]\w*)=(?<value>(?:\\[^]|(?!\k<quote>)[^<])+)`,
    // Words without a value are taken as well, so that they are not gone through from each of them.
    rule`\b(?:export|declare|typeset|readonly|SetEnv)(?:[ \t]+[\w-]+)*?(?:[ \t]+${assigned}|(?![ \t]+[\w-]))`,
    rule`^[ \t]*Environment[ \t]*=[ \t]*${assigned}`,
    rule`\bsetenv${gap}(?<variable>\w+)${gap}(?<value>${value})`,
    // Settings, options and headers whose name says it.
    ruleOfNames`^[ \t]*${SECRET_NAME}[ \t]*=[ \t]*(?<value>[^\s<][^\n<]*)`,
    ruleOfNames`${SECRET_NAME}["']?=(?<value>${value})`,
    ruleOfNames`${SECRET_NAME}["']?[ \t]*:[ \t]*(?<value>"[^"]*"|'[^']*'|[^\s"'<][^\n"'<]*)`,
    ruleOfNames`${SECRET_OPTION}["']?${gap}(?<value>${value})`,
    // The password of a user: looked for from the colon backwards, since between two colons nothing is gone through twice.
    rule`(?<=(?<![\w-])(?<name>-u|--user|--proxy-user)(?:=|${gap})["']?[^\s:"'<]+):(?<value>[^\s"'<]+)`,
    rule`(?<name>://)[^\s/@:"'<>]*:(?<value>[^\s/@"'<>]+)@`,
    // What nobody would have typed: letters of both cases with digits, or a long hexadecimal number.
    rule`(?<![\w+-])(?=[\w+-]*[a-z])(?=[\w+-]*[A-Z])(?=[\w+-]*[0-9])(?<value>[\w+-]{20,})`,
    rule`(?<![0-9A-Za-z])(?<value>[0-9A-Fa-f](?:-?[0-9A-Fa-f]){31,})`,
  ]
}

function rule(parts: TemplateStringsArray, ...values: string[]): RegExp {
  return new RegExp(String.raw(parts, ...values), 'gmd')
}

function ruleOfNames(parts: TemplateStringsArray, ...values: string[]): RegExp {
  return new RegExp(String.raw(parts, ...values), 'gimd')
}

/** Parts of a property list, as far as it takes to know which keys are those of environment variables. */
const ENVIRONMENT = rule`<key>EnvironmentVariables</key>${BETWEEN}(?<opens><dict>)|</?dict>|<key>(?<variable>[^<]*)</key>${BETWEEN}<(?!key>)(?<element>\w+)>(?<value>[^<]+)`

interface Span {
  readonly start: number
  end: number
  readonly name: string
}

/** The text with the marker in place of every value that may be secret. Rather one too many than one too few. */
export function markedText(text: string, syntax: Syntax, mark: Mark): string {
  let marked = ''
  let position = 0
  const spans = rulesOf(syntax).flatMap((rule) => [...text.matchAll(rule)].flatMap(spanOf))
  if (syntax === 'plist') spans.push(...environmentOf(text))
  for (const { start, end, name } of joined(spans)) {
    marked += text.slice(position, start) + canonicalJson(mark(name, text.slice(start, end)))
    position = end
  }
  return marked + text.slice(position)
}

function spanOf({ groups, indices }: RegExpExecArray): Span[] {
  const range = indices?.groups?.['value']
  if (range === undefined) return []
  const [start, end] = range
  const variable = groups?.['variable']
  if (variable !== undefined && PLAIN_VARIABLE.test(variable)) return []
  return [{ start, end, name: variable ?? groups?.['name'] ?? '' }]
}

/** Values of environment variables in a property list, gone through once: looking back from each key takes its square. */
function environmentOf(text: string): Span[] {
  const spans: Span[] = []
  let isInside = false
  for (const part of text.matchAll(ENVIRONMENT)) {
    const { opens, variable, element } = part.groups ?? {}
    if (isInside && variable !== undefined) spans.push(...spanOf(part))
    if (variable === undefined || element === 'dict') isInside = opens !== undefined
  }
  return spans
}

/** Spans that share something as one, in the order of the text. */
function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart.at(-1)
    if (last !== undefined && span.start < last.end) last.end = Math.max(last.end, span.end)
    else apart.push({ ...span })
  }
  return apart
}
