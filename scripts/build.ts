import { join } from 'node:path'
import { makeBundle } from './bundle.ts'

await makeBundle(join(import.meta.dirname, '..', 'dist'))
