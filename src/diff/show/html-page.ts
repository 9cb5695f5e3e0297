import { createHash } from 'node:crypto'
import { formatCount, formatCountOf } from '../../runtime/format-count.ts'
import type { Layout } from '../../services/layout.ts'
import { formatTime } from '../../terminal/format-time.ts'
import { printable } from '../../terminal/printable.ts'
import { quotePath } from '../../terminal/quote-path.ts'
import type { Change } from '../compare/change.ts'
import { detailLines, type DetailLine } from './detail-lines.ts'
import type { Explained } from '../compare/explain.ts'
import { headParts, ignoredText, restText, signOf } from './change-title.ts'
import { itemLines } from './item-lines.ts'
import { notComparedLines } from './not-compared-lines.ts'
import { readableText, type PatchLine } from './patch-line.ts'
import { PAGE_SCRIPT, PAGE_STYLE } from './page-assets.ts'
import { pageFacts, type PageSide } from './page-head.ts'
import { MOST_DETAILS, type Look } from './readable-lines.ts'
import { isWhole, wholeText, type WholeThing } from './whole-things.ts'

/** A comparison and the names of its versions. */
interface Page extends Pick<Explained, 'changes' | 'summary' | 'ignored' | 'notCompared'> {
  readonly from: string
  readonly to: string
  readonly sides: readonly [PageSide, PageSide]
  /** When the page was made, in milliseconds since the epoch. */
  readonly time: number
}

/** Values are shown up to this length. */
const WIDTH = 300
/** The most lines of the difference of one text in a page. */
const MOST_LINES = 2000
/** Of all texts together; a browser has to hold them. */
const MOST_IN_ALL = 100_000
/** A line of minified code may be a file. */
const LONGEST_LINE = 1000

/**
 * A comparison as one page that needs nothing else: it folds, can be searched, and follows the reader's choice of light
 * or dark. All that comes from the versions is escaped, and the page may load and run nothing but its own.
 */
export function* htmlPage(
  { from, to, sides, time, changes, summary, ignored, notCompared }: Page,
  layout: Layout,
  patchOf: (change: Change) => readonly PatchLine[] | undefined,
  group: NonNullable<Look['group']>,
): Generator<string, void, undefined> {
  const title = `${printable(from)} → ${printable(to)}`
  const policy = `default-src 'none'; style-src ${hashOf(PAGE_STYLE)}; script-src ${hashOf(PAGE_SCRIPT)}; base-uri 'none'; form-action 'none'`
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
${factsHtml(from, to, sides)}
<p class="note">made on ${escaped(formatTime(new Date(time).toISOString()))}; ${escaped(unknownText(summary, notCompared))}</p>
<p class="kinds">${kindBoxes(summary)}</p>
</header>
<div class="tools" hidden><input type="search" id="search" placeholder="Search paths and changes" aria-label="Search" aria-keyshortcuts="/" autocomplete="off"> <button id="fold" type="button">Fold all</button> <span class="note" id="found" role="status"></span></div>
<main>
`
  if (changes.length === 0) yield '<p>No differences.</p>\n'
  let left = MOST_IN_ALL
  for (const [service, ofService] of Map.groupBy(changes, ({ path }) => layout.labelOf(path))) {
    yield `<section>\n<h2>${escaped(service)} <small>${formatCount(ofService.length)}</small></h2>\n<div class="changes">\n`
    for (const change of group(ofService)) {
      if (isWhole(change)) {
        yield wholeHtml(change)
        continue
      }
      const patch = left > 0 && isToldByLines(change) ? (patchOf(change) ?? []) : []
      left -= patch.length
      yield changeHtml(change, patch)
    }
    yield '</div>\n</section>\n'
  }
  if (left <= 0)
    yield `<p class="note">the first ${formatCountOf(MOST_IN_ALL - left, 'line')} of text are shown, and none after them</p>\n`
  if (ignored.details > 0) yield `<p class="note">${escaped(ignoredText(ignored))}</p>\n`
  for (const line of notComparedLines(notCompared, { from, to }))
    yield `<p class="note">${escaped(line)}</p>\n`
  yield `</main>\n<script>${PAGE_SCRIPT}</script>\n</body>\n</html>\n`
}

/** A document is shown by its meaning, and what was added or removed by its size. */
function isToldByLines({ type, similarity, document }: Change): boolean {
  return document !== true && (type === 'modified' || similarity !== undefined)
}

/** Text as it may be in a page, also between quotes. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

function kindBoxes(summary: Page['summary']): string {
  return Object.entries(summary)
    .filter(([, count]) => count > 0)
    .map(
      ([kind, count]) =>
        `<label class="${kind}"><input type="checkbox" value="${kind}" checked disabled> ${formatCount(count)} ${kind}</label>`,
    )
    .join(' ')
}

function factsHtml(from: string, to: string, sides: Page['sides']): string {
  const rows = pageFacts(sides).map(([fact, before, after]) => {
    const cells =
      before === after
        ? `<td colspan="2">${escaped(before)}</td>`
        : `<td>${escaped(before)}</td><td>${escaped(after)}</td>`
    return `<tr><th scope="row">${fact}</th>${cells}</tr>`
  })
  const head = `<tr><td></td><th scope="col">${escaped(printable(from))}</th><th scope="col">${escaped(printable(to))}</th></tr>`
  return `<div class="facts"><table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table></div>`
}

/** What is not known comes before what is. */
function unknownText({ unknown }: Page['summary'], notCompared: Page['notCompared']): string {
  const aside = notCompared.reduce(
    (sum, { members, entries }) => sum + (members === undefined ? entries : 0),
    0,
  )
  const known = [
    ...(unknown > 0 ? [`${formatCountOf(unknown, 'place')} unknown`] : []),
    ...(aside > 0 ? [`${formatCountOf(aside, 'path')} not compared`] : []),
  ]
  return known.length === 0 ? 'nothing in it is unknown' : known.join(', ')
}

function wholeHtml({ type, path, changes, bytes }: WholeThing): string {
  const sign = type === 'added' ? '+' : '-'
  const head = `<span class="sign">${sign}</span> <code>${escaped(quotePath(path))}</code> <span class="note">${escaped(wholeText(changes.length, bytes))}</span>`
  const lines = changes.map((change) => {
    const { name, remarks } = headParts(change)
    return `<li class="${type}"><span class="sign">${sign}</span> <code>${escaped(name)}</code> <span class="note">${escaped(remarks.join(' · '))}</span></li>`
  })
  return `<details class="change ${type}" data-kind="${type}"><summary class="head">${head}</summary><ul>${lines.join('')}</ul></details>\n`
}

function changeHtml(change: Change, patch: readonly PatchLine[]): string {
  const { name, called, remarks } = headParts(change)
  const head = `<span class="sign">${escaped(signOf(change))}</span> <code>${escaped(name)}</code> <span class="note">${escaped([called, ...remarks].filter((text) => text !== '').join(' · '))}</span>`
  const lines = [...detailLines(change.details ?? [], WIDTH), ...itemLines(change.items, WIDTH)]
  const rest = restText(change, lines.length)
  const more = lines.length - MOST_DETAILS
  const body = [
    ...(lines.length === 0 ? [] : [`<ul>${lines.slice(0, MOST_DETAILS).map(lineHtml).join('')}</ul>`]),
    ...(more > 0 ? [`<p class="note rest">and ${formatCount(more)} more; --json shows all</p>`] : []),
    ...(rest === undefined ? [] : [`<p class="note rest">${escaped(rest)}</p>`]),
    ...(patch.length === 0 ? [] : [patchHtml(patch)]),
  ]
  if (body.length === 0)
    return `<div class="change head ${change.type}" data-kind="${change.type}">${head}</div>\n`
  return `<details class="change ${change.type}" data-kind="${change.type}" open><summary class="head">${head}</summary>${body.join('')}</details>\n`
}

const LINE_CLASSES: Readonly<Record<DetailLine['sign'], string>> = {
  '+': 'added',
  '-': 'removed',
  '~': 'modified',
  '?': 'unknown',
}

function lineHtml({ sign, place, before, after, remark }: DetailLine): string {
  const parts = [
    `<span class="sign">${sign}</span>`,
    `<span class="place">${escaped(place)}</span>`,
    ...(remark === undefined ? [] : [`<em>${escaped(remark)}</em>`]),
    ...(before === undefined ? [] : [`<del>${escaped(before)}</del>`]),
    ...(before === undefined || after === undefined ? [] : ['→']),
    ...(after === undefined ? [] : [`<ins>${escaped(after)}</ins>`]),
  ]
  return `<li class="${LINE_CLASSES[sign]}">${parts.join(' ')}</li>`
}

function patchHtml(patch: readonly PatchLine[]): string {
  const lines = patch.filter(({ kind }) => kind !== 'head')
  const shown = lines
    .slice(0, MOST_LINES)
    .map((line) => `<span class="${line.kind}">${escaped(cut(readableText(line)))}\n</span>`)
  const rest = lines.length - MOST_LINES
  const more = rest > 0 ? `<p class="note rest">and ${formatCountOf(rest, 'more line')}</p>` : ''
  return `<pre>${shown.join('')}</pre>${more}`
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line
}
