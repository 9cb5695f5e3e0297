import { isUtf8 } from 'node:buffer'

/** Where in a text something stands that looks like a secret. What it is, is told to nobody. */
export interface TextFinding {
  /** From 1. */
  readonly line: number
  /** The rule that found it, as `aws`, `github`, `privatekey`. */
  readonly rule: string
}

/** Larger texts are not scanned. */
const LARGEST = 1024 * 1024
/** Binary formats tell themselves by a zero byte in so many bytes. */
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

/** Scans texts for secrets, by the rules that secretlint recommends; the findings of each, in order. */
export async function scanTexts(texts: readonly Uint8Array[]): Promise<TextFinding[][]> {
  const found: TextFinding[][] = texts.map(() => [])
  if (texts.length === 0) return found
  // Loaded on first use. One call for all texts costs a tenth of one for each of many small ones.
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ])
  const parts = texts.map((text) => Buffer.from(text.buffer, text.byteOffset, text.length).toString())
  const id = '@secretlint/secretlint-rule-preset-recommend'
  const { messages } = await lintSource({
    source: { filePath: 'texts', content: parts.join('\n\n'), contentType: 'text' },
    options: { config: { rules: [{ id, rule: creator }] }, noPhysicFilePath: true },
  })
  if (messages.length === 0) return found
  const starts = startLines(parts)
  for (const { ruleId, loc } of messages) {
    const part = starts.findLastIndex((start) => start <= loc.start.line)
    const finding = {
      line: loc.start.line - (starts[part] ?? 1) + 1,
      rule: ruleId.replace('@secretlint/secretlint-rule-', ''),
    }
    const here = found[part] ?? []
    if (!here.some(({ line, rule }) => line === finding.line && rule === finding.rule)) here.push(finding)
  }
  return found.map((here) => here.sort((a, b) => a.line - b.line || (a.rule < b.rule ? -1 : 1)))
}

/** The line at which each part begins. */
function startLines(parts: readonly string[]): number[] {
  let line = 1
  return parts.map((part) => {
    const start = line
    line += part.split('\n').length + 1
    return start
  })
}
