import { isUtf8 } from 'node:buffer'

/** Where a text has something that looks like a secret. The value itself is never shown. */
export interface TextFinding {
  /** From 1. */
  readonly line: number
  /** The rule that found it, as `aws`, `github`, `privatekey`. */
  readonly rule: string
}

/** Larger texts are not scanned. */
const LARGEST = 1024 * 1024
/** Binary formats have a zero byte in the first bytes. */
const HEAD = 8192

/** Says whether content is text of a size that is scanned. */
export function isScanned(content: Uint8Array): boolean {
  return (
    content.length > 0 &&
    content.length <= LARGEST &&
    !content.subarray(0, HEAD).includes(0) &&
    isUtf8(content)
  )
}

/**
 * What every finding holds, found by one of its rare characters and from there backwards: that takes a fifth of the time
 * of looking at each place for each beginning, and this a seventh of looking for all that the rules know. A test has the
 * list of these, so that a rule that is new there is not forgotten here.
 */
const SUSPICIOUS = new RegExp(
  [
    String.raw`:\/\/[^:/\s]{1,256}:[^@/\s]{1,256}@`,
    'V(?<=PRIV)ATE KEY',
    '[kK](?<=(?:SECRET|secret|Secret)_?(?:ACCESS|access|Access)_?[kK])(?:EY|ey)',
    '\\.(?<=[hH][oO][oO][kK][sS]\\.)[sS][lL][aA][cC][kK]\\.|\\.(?<=SG\\.|hv[srb]\\.)',
    '-(?<=sk-)(?:(?:proj|svcacct|admin|ant)-|[A-Za-z0-9]{20}T3)|-(?<=glpat-|xox[bpaor]-|xapp-|tskey-)',
    '_(?<=[sr]k_)(?:live|test)_|_(?<=ops_)ey|_(?<=gh[pousr]_|github_pat_|glsa_|glc_|gsk_|npm_|ntn_|hf_)',
    '_(?<=cf(?:k|ut|at)_|vc[piark]_|shp(?:pa|ca|at|ss)_|lin_api_|dckr_pat_|figd_)',
    'p(?<=dap)i[A-Fa-f0-9]{32}',
  ].join('|'),
)

/** Scans texts for secrets, by the rules that secretlint recommends; the findings of each, in order. */
export async function scanTexts(texts: readonly Uint8Array[]): Promise<TextFinding[][]> {
  const found: TextFinding[][] = texts.map(() => [])
  // A byte a character: what is looked for is ASCII, and such strings are searched twice as fast.
  const suspects = texts
    .map((text, i) => ({
      text: Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1'),
      findings: found[i] ?? [],
    }))
    .filter(({ text }) => SUSPICIOUS.test(text))
  if (suspects.length === 0) return found
  // Loaded on first use: most batches hold nothing of the kind.
  const [{ lintSource }, { creator }, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ])
  // It keeps what it measures of each text: 30 KB, and half of the time.
  secretLintProfiler.setEnabled(false)
  const id = '@secretlint/secretlint-rule-preset-recommend'
  for (const { text, findings } of suspects) {
    // A text is not to switch the rules off.
    const content = text.replaceAll('secretlint-', 'secretlint_')
    const { messages } = await lintSource({
      source: { filePath: 'text', content, contentType: 'text' },
      options: { config: { rules: [{ id, rule: creator }] }, noPhysicFilePath: true },
    })
    for (const { ruleId, loc } of messages) {
      const rule = ruleId.replace('@secretlint/secretlint-rule-', '')
      const { line } = loc.start
      if (!findings.some((other) => other.line === line && other.rule === rule)) findings.push({ line, rule })
    }
    findings.sort((a, b) => a.line - b.line || (a.rule < b.rule ? -1 : 1))
  }
  return found
}
