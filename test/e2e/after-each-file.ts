import { afterAll } from 'vitest'
import { removeUserFolders } from './jsnap-command.ts'

afterAll(removeUserFolders)
