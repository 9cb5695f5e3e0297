/** The look of the page of `diff --html`. */
export const PAGE_STYLE = `
:root { --back: #fff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --box: #f6f8fa; --added: #116329; --added-back: #dafbe1; --removed: #a40e26; --removed-back: #ffebe9; --modified: #7d4e00; --renamed: #0a5ca8; --metadata: #6b3fb5; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --box: #151b23; --added: #56d364; --added-back: #12361f; --removed: #ff8c85; --removed-back: #431c1e; --modified: #e3b341; --renamed: #6cb6ff; --metadata: #c297ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 0 1rem 4rem; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 1; padding: .8rem 0 .6rem; background: var(--back); border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.3rem; overflow-wrap: anywhere; }
h2 { margin: 1.6rem 0 .4rem; font-size: 1.05rem; }
h2 small, .note, .place + em { color: var(--soft); font-weight: normal; }
header p { margin: .4rem 0 0; }
.kinds label { margin-right: 1rem; white-space: nowrap; }
.tools { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.tools[hidden], .change[hidden], section[hidden] { display: none; }
input[type=search] { flex: 1 1 16rem; max-width: 30rem; }
input[type=search], button { padding: .3rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--box); color: inherit; font: inherit; }
code, pre, ul { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
.change { padding: .15rem .5rem; overflow-wrap: anywhere; }
details.change { margin: .25rem 0; border: 1px solid var(--line); border-radius: 6px; }
div.change { padding-left: 1.65rem; }
summary { cursor: pointer; }
summary:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid var(--renamed); outline-offset: 1px; }
ul { list-style: none; margin: .3rem 0; padding-left: 1.5rem; }
.added > .sign, .added > summary .sign, .kinds .added, ins { color: var(--added); }
.removed > .sign, .removed > summary .sign, .kinds .removed, del { color: var(--removed); }
.modified > .sign, .modified > summary .sign, .kinds .modified { color: var(--modified); }
.renamed > .sign, .renamed > summary .sign, .kinds .renamed { color: var(--renamed); }
.metadata > .sign, .metadata > summary .sign, .kinds .metadata { color: var(--metadata); }
.sign { font-family: ui-monospace, monospace; font-weight: bold; }
ins, del { text-decoration: none; border-radius: 3px; padding: 0 .2em; }
ins { background: var(--added-back); }
del { background: var(--removed-back); }
pre { margin: .3rem 0; padding: .5rem; overflow-x: auto; background: var(--box); border-radius: 6px; }
pre span { display: block; min-width: max-content; }
pre .added { background: var(--added-back); color: var(--added); }
pre .removed { background: var(--removed-back); color: var(--removed); }
pre .hunk { color: var(--renamed); }
@media print { header { position: static; } .tools { display: none; } }
`

/** What the page of `diff --html` does: search, folding, and the choice of kinds. Without it all is still there to read. */
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
  let count = 0
  for (const { element, text } of changes) {
    const fits = kinds.has(element.dataset.kind) && words.every((word) => text.includes(word))
    element.hidden = !fits
    if (fits) count++
    if (fits && words.length > 0 && element.tagName === 'DETAILS') element.open = true
  }
  for (const section of sections) section.hidden = section.querySelector('.change:not([hidden])') === null
  found.textContent = count === changes.length ? '' : count + ' of ' + changes.length
}
fold.addEventListener('click', () => {
  const all = [...document.querySelectorAll('details')]
  const open = all.some((details) => details.open)
  for (const details of all) details.open = !open
  fold.textContent = open ? 'Unfold all' : 'Fold all'
})
search.addEventListener('input', show)
for (const box of boxes) {
  box.disabled = false
  box.addEventListener('change', show)
}
document.querySelector('.tools').hidden = false
`
