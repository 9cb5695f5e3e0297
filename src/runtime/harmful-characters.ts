/** Control characters, those that turn the text around or cannot be seen, and halves of characters. Joiners are not: words and emoji are made with them. */
export const HARMFUL = /(?![\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
