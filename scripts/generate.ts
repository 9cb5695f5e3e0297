/** Writes all that is made from the commands and from the schema of the configuration: `npm run generate`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { manualPages } from './manual-pages.ts'
import { commandReference, withCommandTable } from './command-reference.ts'
import { schemaText } from './config-schema.ts'

const root = new URL('../', import.meta.url)
const readme = new URL('README.md', root)
const man = new URL('man/', root)

writeFileSync(new URL('docs/commands.md', root), commandReference())
writeFileSync(readme, withCommandTable(readFileSync(readme, 'utf8')))
writeFileSync(new URL('schema/jsnap.config.schema.json', root), schemaText())
mkdirSync(man, { recursive: true })
const pages = manualPages()
for (const name of readdirSync(man)) if (!pages.has(name)) rmSync(new URL(name, man))
for (const [name, page] of pages) writeFileSync(new URL(name, man), page)
