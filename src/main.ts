import { supervise } from './cli/supervise.ts'

supervise(process)
