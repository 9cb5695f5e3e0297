/** The look of the page of `diff --html`. */
export const PAGE_STYLE = `
:root { --back: #fff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --box: #f6f8fa; --added: #116329; --added-back: #dafbe1; --removed: #a40e26; --removed-back: #ffebe9; --modified: #7d4e00; --renamed: #0a5ca8; --metadata: #6b3fb5; --mark: #ffe08a; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --box: #151b23; --added: #56d364; --added-back: #12361f; --removed: #ff8c85; --removed-back: #431c1e; --modified: #e3b341; --renamed: #6cb6ff; --metadata: #c297ff; --mark: #6b5300; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0 auto; max-width: 72rem; padding: 0 1rem 4rem; background: var(--back); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
header { padding: 1.6rem 0 .4rem; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; }
h2 small, .note { color: var(--soft); font-size: 12.5px; font-weight: normal; font-variant-numeric: tabular-nums; }
header p { margin: .4rem 0 0; }
.facts { margin-top: .8rem; overflow-x: auto; }
.facts table { border-collapse: collapse; font-size: 13px; }
.facts th, .facts td { padding: .1rem 1rem .1rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.facts tbody th { color: var(--soft); font-weight: normal; white-space: nowrap; }
@media print { .tools { display: none; } .change { content-visibility: visible; } }
.kinds { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
.kinds label { display: flex; gap: .4rem; align-items: center; white-space: nowrap; }
.kinds input { margin: 0; color: inherit; accent-color: currentColor; }
.tools { position: sticky; top: 0; z-index: 1; display: flex; gap: .6rem; align-items: center; padding: .6rem 0; background: var(--back); }
.tools[hidden], .change[hidden], section[hidden] { display: none; }
input[type=search] { flex: 1 1 0; min-width: 0; max-width: 30rem; }
input[type=search], button { padding: .3rem .7rem; border: 1px solid var(--line); border-radius: 6px; background: var(--box); color: inherit; font: inherit; white-space: nowrap; }
button { cursor: pointer; }
code, pre, ul { font: 13px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.changes { border: 1px solid var(--line); border-radius: 8px; overflow: clip; }
.change { margin-top: -1px; border-top: 1px solid var(--line); overflow-wrap: anywhere; content-visibility: auto; contain-intrinsic-size: auto 2.2rem; }
.head { display: grid; grid-template-columns: .6rem 1ch minmax(0, 1fr) auto; gap: 0 .6rem; align-items: baseline; padding: .35rem .8rem; }
.head .note { text-align: right; }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
.head::before { content: ''; }
summary.head::before { align-self: start; justify-self: center; margin-top: .45em; width: .4rem; height: .4rem; border: solid var(--soft); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); }
[open] > summary.head::before { transform: rotate(45deg); }
summary:hover { background: var(--box); }
:focus-visible { outline: 2px solid var(--renamed); outline-offset: -2px; }
ul, .rest { margin: 0; padding: 0 .8rem .5rem calc(2.6rem + 1ch); }
ul { list-style: none; }
li { padding-left: 2ch; text-indent: -2ch; }
.added > .sign, .added > summary .sign, .kinds .added, ins { color: var(--added); }
.removed > .sign, .removed > summary .sign, .kinds .removed, del { color: var(--removed); }
.modified > .sign, .modified > summary .sign, .kinds .modified { color: var(--modified); }
.renamed > .sign, .renamed > summary .sign, .kinds .renamed { color: var(--renamed); }
.metadata > .sign, .metadata > summary .sign, .kinds .metadata { color: var(--metadata); }
.unknown > .sign, .unknown > summary .sign, .kinds .unknown, .place + em { color: var(--soft); }
.sign { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-weight: bold; }
ins, del { text-decoration: none; border-radius: 3px; padding: 0 .2em; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
ins { background: var(--added-back); }
del { background: var(--removed-back); }
pre { margin: 0; padding: .4rem 0; overflow-x: auto; background: var(--box); border-top: 1px solid var(--line); }
pre span { display: block; min-width: max-content; padding: 0 .8rem; }
pre .added { background: var(--added-back); color: var(--added); }
pre .removed { background: var(--removed-back); color: var(--removed); }
pre .hunk { color: var(--renamed); }
::highlight(found) { background: var(--mark); color: var(--text); }
@media (max-width: 40rem) {
  .head { grid-template-columns: .6rem 1ch minmax(0, 1fr); }
  .head .note { grid-column: 3; text-align: left; }
  ul, .rest { padding-left: .8rem; }
}
@media print { .tools { display: none; } }
`

/** What the page of `diff --html` does: search, folding, and the choice of kinds. Without it all is still there to read. Marks have an end: a browser draws each. */
export const PAGE_SCRIPT = `
'use strict'
const search = document.getElementById('search')
const fold = document.getElementById('fold')
const found = document.getElementById('found')
const boxes = [...document.querySelectorAll('.kinds input')]
const sections = [...document.querySelectorAll('section')]
const changes = [...document.querySelectorAll('.change')].map((element) => ({
  element,
  text: element.textContent.toLowerCase(),
}))
const show = () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
  const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value))
  const shown = []
  for (const { element, text } of changes) {
    const fits = kinds.has(element.dataset.kind) && words.every((word) => text.includes(word))
    element.hidden = !fits
    if (fits) shown.push(element)
    if (fits && words.length > 0 && element.tagName === 'DETAILS') element.open = true
  }
  for (const section of sections) section.hidden = section.querySelector('.change:not([hidden])') === null
  found.textContent = shown.length === changes.length ? '' : shown.length + ' of ' + changes.length
  mark(shown, words)
  label()
}
const label = () => {
  fold.textContent = document.querySelector('details[open]') ? 'Fold all' : 'Unfold all'
}
const mark = (elements, words) => {
  if (!CSS.highlights) return
  const marks = new Highlight()
  for (const element of words.length > 0 ? elements : []) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    while (texts.nextNode() && marks.size < 5000) {
      const text = texts.currentNode.data.toLowerCase()
      for (const word of words) {
        for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
          const range = new StaticRange({ startContainer: texts.currentNode, startOffset: at, endContainer: texts.currentNode, endOffset: at + word.length })
          marks.add(range)
        }
      }
    }
  }
  CSS.highlights.set('found', marks)
}
fold.addEventListener('click', () => {
  const all = [...document.querySelectorAll('details')]
  const open = all.some((details) => details.open)
  for (const details of all) details.open = !open
  label()
})
search.addEventListener('input', show)
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target === search) return
  event.preventDefault()
  search.select()
})
for (const box of boxes) {
  box.disabled = false
  box.addEventListener('change', show)
}
document.querySelector('.tools').hidden = false
`
