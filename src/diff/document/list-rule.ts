import type { DocumentLists, ListIdentity } from '../../services/declaration/lists.ts'

/** What picks events: each list in it is one of values that do, but for the bounds of `numeric`. */
const PATTERNS = new Set(['EventPattern', 'FilterPolicy', 'Pattern'])

const SET: ListIdentity = { by: '' }

/** What identifies the items of a list that nobody has declared, if anything does. Its order counts. */
export const GUESSED: ListIdentity = {
  by: ['Id', 'ID', 'id', 'Name', 'name', 'Key', 'key', 'Sid', 'Arn', 'ARN', 'arn', 'userSymbol'],
  ordered: true,
}

const STATEMENTS: ListIdentity = { by: 'Sid', noun: 'statement' }
/** Members of a statement that are sets, and that hold one text as well as a list of it. */
const STATEMENT_SETS = new Set(['Action', 'NotAction', 'Resource', 'NotResource'])

/**
 * What identifies the items of the list to which these names lead, in a document whose lists are declared: what every
 * service means by a policy and an event pattern, what is declared, or else a guess.
 */
export function listRule(names: readonly string[], lists: DocumentLists): ListIdentity {
  if (isOneOrMore(names)) return names.at(-1) === 'Statement' ? STATEMENTS : SET
  if (names.some((above) => PATTERNS.has(above))) return names.at(-1) === 'numeric' ? GUESSED : SET
  return lists(names) ?? GUESSED
}

/** Says whether one item means the same here as a list of it, as in the statements of a policy. */
export function isOneOrMore(names: readonly string[]): boolean {
  const name = names.at(-1) ?? ''
  if (name === 'Statement') return true
  const at = names.lastIndexOf('Statement')
  if (at === -1) return false
  const inside = names.slice(at + 1)
  if (inside.length === 1) return STATEMENT_SETS.has(name)
  if (inside.length === 2) return inside[0] === 'Principal' || inside[0] === 'NotPrincipal'
  return inside.length === 3 && inside[0] === 'Condition'
}
