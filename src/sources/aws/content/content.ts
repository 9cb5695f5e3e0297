import type { Content } from '../../../services/declaration/content.ts'
import type { ContentContext } from '../content-context.ts'
import { functionCode, layerCode } from './lambda-code.ts'
import { readStageCode } from './stage-code.ts'
import { exportStages } from './stage-exports.ts'
import { tableItems } from './table-items.ts'

/** Offers what there is of an item beside its document. */
export function readContent(content: Content, found: ContentContext): Promise<void> {
  switch (content.kind) {
    case 'function code':
      return functionCode(found)
    case 'layer code':
      return layerCode(found)
    case 'table items':
      return tableItems(found)
    case 'stage exports':
      return exportStages(content, found)
    case 'stage code':
      return readStageCode(content, found)
  }
}
