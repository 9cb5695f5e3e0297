/** The words of a command line as a shell reads them, the one that it ends in last; and whether that is inside of quotes. */
export function shellWords(line: string): { readonly words: string[]; readonly isQuoted: boolean } {
  const words: string[] = ['']
  let quote = ''
  let isOpen = false
  const add = (text: string) => words.push(`${words.pop() ?? ''}${text}`)
  for (let i = 0; i < line.length; i++) {
    const sign = line.charAt(i)
    if (quote === '' && /\s/.test(sign)) {
      if (isOpen || words.at(-1) !== '') words.push('')
      isOpen = false
    } else if (sign === quote) quote = ''
    else if (quote === '' && (sign === '"' || sign === "'")) {
      quote = sign
      isOpen = true
    } else if (sign === '\\' && quote !== "'") add(line.charAt(++i))
    else add(sign)
  }
  return { words, isQuoted: quote !== '' }
}
