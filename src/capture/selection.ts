import type { Gap } from '../model/commit.ts'
import { JsnapError } from '../runtime/errors.ts'
import { globMatcher } from '../runtime/glob.ts'
import { didYouMean, nearest, suggestion } from '../runtime/nearest.ts'
import { pathRule, type PathRule } from '../model/path-rule.ts'
import type { Source } from '../sources/source.ts'

/**
 * What `--only` and `--skip` leave of an estate. Each takes names of sources and path globs; a glob that names a folder
 * takes in everything below it.
 */
export class Selection {
  readonly #sources: readonly Source[]
  readonly #only: readonly PathRule[]
  readonly #skip: readonly PathRule[]

  constructor(only: readonly string[], skip: readonly string[], sources: readonly Source[]) {
    this.#sources = sources
    this.#only = only.map((word) => pathRule(word, sources))
    this.#skip = skip.map((word) => pathRule(word, sources))
  }

  /** Nothing is left out. */
  get isWhole(): boolean {
    return this.#only.length + this.#skip.length === 0
  }

  /** All that is wanted was named. */
  get isNamed(): boolean {
    return this.#only.length > 0
  }

  /** Says whether an entry at this path is wanted. */
  includes(path: string): boolean {
    if (this.#skip.some((rule) => rule.matches(path))) return false
    return this.#only.length === 0 || this.#only.some((rule) => rule.matches(path))
  }

  /** Says whether any path that begins with the prefix can be wanted. */
  reaches(prefix: string): boolean {
    if (this.#skip.some((rule) => rule.covers(prefix))) return false
    return this.#only.length === 0 || this.#only.some((rule) => rule.reaches(prefix))
  }

  /** Says whether every path that begins with the prefix is wanted. */
  takesAll(prefix: string): boolean {
    if (this.#skip.some((rule) => rule.reaches(prefix))) return false
    return this.#only.length === 0 || this.#only.some((rule) => rule.covers(prefix))
  }

  /** What is left out, so that a diff does not take it for deleted. */
  gaps(): Gap[] {
    const skipped = this.#skip.flatMap(({ word, globs }) =>
      globs.map((path) => ({ path, reason: `left out by --skip ${word}` })),
    )
    return [...skipped, ...this.#notOnly()]
  }

  #notOnly(): Gap[] {
    if (this.#only.length === 0) return []
    const reason = `left out by --only ${this.#only.map(({ word }) => word).join(',')}`
    return this.#sources
      .flatMap((source) => source.prefixes)
      .filter((prefix) => !this.#only.some((rule) => rule.covers(prefix)))
      .map((path) => {
        const except = this.#only.filter((rule) => rule.reaches(path)).flatMap((rule) => rule.globs)
        return { path, reason, ...(except.length > 0 ? { except } : {}) }
      })
  }
}

/** Sources that there are only where the configuration has a section for them, and how their names and paths begin. */
const CONFIGURED: Readonly<Record<string, readonly string[]>> = {
  gas: ['gas', 'gas-projects'],
  local: ['local'],
  webhooks: ['webhooks'],
}

/** Checks the words of `--only` and `--skip`. @throws JsnapError Usage for one that names neither a source nor a path of one */
export function checkWords(words: readonly string[], sources: readonly Source[]): void {
  const [unknown] = unknownWords(words, sources)
  if (unknown === undefined) return
  const [section] =
    Object.entries(CONFIGURED).find(([, words]) => words.includes(unknown.split('/')[0] ?? '')) ?? []
  if (section !== undefined) {
    throw new JsnapError('Usage', `'${unknown}': the source ${section} is not configured`, {
      hint: `add a section "${section}" to jsnap.config.json; see docs/configuration.md`,
    })
  }
  const all = `the sources are ${sources.map(({ name }) => name).join(', ')}; paths are written as in 'jsnap ls'`
  throw new JsnapError('Usage', `'${unknown}' is neither a source nor a path of a source`, {
    hint: suggestedWord(unknown, sources) ?? all,
  })
}

/** A source of nearly this name, or the path in nearly this folder. */
function suggestedWord(word: string, sources: readonly Source[]): string | undefined {
  const [first = '', ...rest] = word.split('/')
  const names = [...sources.map(({ name }) => name), ...Object.keys(CONFIGURED)]
  if (rest.length === 0) return suggestion(first, new Set([...names, ...foldersOf(sources)]))
  const folder = nearest(first, new Set(foldersOf(sources)))
  return folder === undefined ? undefined : didYouMean([folder, ...rest].join('/'))
}

function foldersOf(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => source.prefixes).map((prefix) => prefix.split('/')[0] ?? '')
}

function unknownWords(words: readonly string[], sources: readonly Source[]): string[] {
  const folders = foldersOf(sources)
  return words.filter((word) => {
    if (sources.some(({ name }) => name === word)) return false
    const isFirst = globMatcher([word.split('/')[0] ?? ''])
    return !folders.some((folder) => isFirst(folder))
  })
}
