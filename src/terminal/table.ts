/** Lines of aligned columns, two spaces apart; columns named in `right` are aligned to the right. The last column is not padded. */
export function tableLines(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)))
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const width = widths[i] ?? 0
        if (right.includes(i)) return cell.padStart(width)
        return i === row.length - 1 ? cell : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
