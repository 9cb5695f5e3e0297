import { canonicalJson, type Json } from './canonical-json.ts'
import type { Entry } from './entry.ts'
import type { Scope } from './scope.ts'
import { fileRuleFinder, secretRuleFinder, type SecretRule } from './secret-rules.ts'
import { LOCAL_FOLDERS } from './scope-folders.ts'

/** Says of a path's entries in two versions whether these had other rules for its secrets: it is stored another way then. */
export type HasOtherSecretRule = (before: Entry, after: Entry) => boolean

/** Compares the rules of two versions; undefined where they are the same, or one of the versions does not keep them. */
export function otherSecretRules(
  { secretRules: was }: Pick<Scope, 'secretRules'>,
  { secretRules: is }: Pick<Scope, 'secretRules'>,
): HasOtherSecretRule | undefined {
  if (was === undefined || is === undefined || textOf(was) === textOf(is)) return undefined
  const [before, after] = [Object.fromEntries(was.own), Object.fromEntries(is.own)]
  const ofFile = [fileRuleFinder(before), fileRuleFinder(after)] as const
  const ofDocument = [secretRuleFinder(before), secretRuleFinder(after)] as const
  return (old, now) => {
    const { path } = now
    if (old.type === 'config' && now.type === 'config') {
      const [one, other] = ofDocument.map((ruleOf) => ruleOf(path))
      // Of a document, only lists of places in it count.
      return (isList(one) || isList(other)) && textOf(one) !== textOf(other)
    }
    if (!path.startsWith(LOCAL_FOLDERS) || old.type !== 'file' || now.type !== 'file') return false
    const [wasSealed, isSealed] = [old, now].map(({ meta }) => meta['sealed'] === true)
    if (was.known !== is.known && wasSealed !== isSealed) return true
    const [one, other] = ofFile.map((ruleOf) => ruleOf(path, []))
    return (wasSealed === true || isSealed === true) && textOf(one) !== textOf(other)
  }
}

function isList(rule: SecretRule | undefined): boolean {
  return typeof rule === 'object'
}

function textOf(value: unknown): string {
  return canonicalJson((value ?? null) as Json)
}
