/** What people call one of a kind, and several. */
export interface Noun {
  readonly one: string
  readonly many: string
}

/** One of `distributions` is a distribution. */
export function nounOf(folder: string): Noun {
  const many = folder.replaceAll('-', ' ')
  const one = many
    .replace(/(?<=polic|identit|activit|quer|deliver)ies$/, 'y')
    .replace(/(?<=\bbus)es$/, '')
    .replace(/(?<!s|bus)s(?= v2$|$)/, '')
  return { one, many }
}
