import { messageOf } from '../../../../runtime/errors.ts'
import { AwsError } from '../../aws-error.ts'
import type { Sender } from '../../request.ts'
import {
  UnreadableError,
  type Opener,
  type OpenRequest,
  type OpenTools,
  type Reading,
} from '../../../source.ts'
import { itemLine } from './item-line.ts'
import { originOf } from '../../own-host.ts'
import { scanTable } from './scan-table.ts'
import { sortKey } from './sort-key.ts'
import { SortedLines } from './sorted-lines.ts'
import type { TableContext, TableRequest } from './table-request.ts'

/** Scans under way at once in one thread; each may hold a run of lines in memory. */
const AT_ONCE = 2

const waiting: (() => void)[] = []
let underWay = 0

/** Opens the contents of tables: a line of JSON for each item, in the order of the keys. A table that is not read whole is not read. */
export const openTable: Opener = {
  async open(request: OpenRequest, context: unknown, tools: OpenTools): Promise<Reading> {
    const table = request as TableRequest
    const { credentials, endpoint, variants } = context as TableContext
    const sender: Sender = {
      credentials,
      count: (operation) => tools.count(operation),
      now: () => tools.now(),
      signal: tools.signal,
    }
    await enter()
    const lines = new SortedLines(tools.temporaryFolder)
    const end = () => {
      lines.close()
      leave()
    }
    let items = 0
    let scanned: number
    try {
      scanned = await scanTable(
        table,
        originOf('dynamodb', table.region, endpoint, variants),
        sender,
        (page) => {
          for (const item of page) lines.add(sortKey(item, table.keys), itemLine(item))
          return Promise.resolve()
        },
      )
    } catch (error) {
      end()
      throw asUnreadable(error)
    }
    const settle = () => Promise.resolve({ meta: { items, scanned }, origin: null, problems: [] })
    const small = lines.inMemory
    if (small !== undefined) {
      end()
      for (const byte of small) if (byte === LINE_BREAK) items++
      return { content: small, settle }
    }
    return { content: counted(lines, end, (count) => (items += count)), settle }
  },
}

const LINE_BREAK = 0x0a

async function* counted(
  lines: SortedLines,
  end: () => void,
  count: (lines: number) => void,
): AsyncGenerator<Buffer, void> {
  try {
    for (const piece of lines.inOrder()) {
      let found = 0
      for (const byte of piece) if (byte === LINE_BREAK) found++
      count(found)
      yield await Promise.resolve(piece)
    }
  } finally {
    end()
  }
}

async function enter(): Promise<void> {
  if (underWay >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else underWay++
}

function leave(): void {
  const next = waiting.shift()
  // Its place goes to the next one.
  if (next === undefined) underWay--
  else next()
}

function asUnreadable(error: unknown): unknown {
  if (!(error instanceof AwsError)) return error
  const { operation, code, status } = error
  const isDenied = status === 403 || code.startsWith('AccessDenied')
  const reason = code === 'ResourceNotFoundException' ? 'gone' : isDenied ? 'denied' : 'failed'
  return new UnreadableError({ reason, operation, code, message: messageOf(error) })
}
