import { textAt } from '../../../model/json-place.ts'
import { unknownCode } from '../../../model/marks.ts'
import { tableItem } from './table-scan/table-item.ts'
import { AwsError } from '../aws-error.ts'
import type { ContentContext } from '../content-context.ts'

/** The items of a table, in the order of their keys. */
export async function tableItems({
  item,
  region,
  contentPath: path,
  sink,
  tableData,
  unknown,
}: ContentContext): Promise<void> {
  const reason = tableData.leftOut(textAt('TableName', item))
  const code = unknownCode(item)
  if (reason !== undefined) sink.notCovered({ path, reason })
  else if (code !== undefined)
    unknown(path, new AwsError('dynamodb:DescribeTable', 200, code, 'its keys are not known'))
  else await sink.content(tableItem(item, region, path, tableData.readUnitsPerSecond))
}
