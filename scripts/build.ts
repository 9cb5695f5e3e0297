import { join } from 'node:path'
import { makeBundle, makeTypes } from './bundle.ts'

const dist = join(import.meta.dirname, '..', 'dist')
await makeBundle(dist)
await makeTypes(dist)
