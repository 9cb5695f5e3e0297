import { DOCUMENT_COLUMNS, documentsOf, documentValues, valueAt } from '../documents-of.ts'
import { integer, text, type QueryTable } from '../query-table.ts'
import { functionAt, FUNCTIONS } from '../../services/folders.ts'

/** Lambda functions. */
export const functions: QueryTable = {
  name: 'functions',
  about: 'Lambda functions',
  columns: [
    text('name', 'its name'),
    text('arn', 'its ARN'),
    text('runtime', 'such as nodejs22.x'),
    text('handler', 'function that is called'),
    integer('memory', 'MB'),
    integer('timeout', 'seconds'),
    text('role', "its role's ARN"),
    text('architectures', 'such as arm64'),
    text('package_type', 'Zip or Image'),
    integer('code_size', 'bytes of the package'),
    text('code_sha256', 'SHA-256 of the package, as AWS reports it'),
    ...DOCUMENT_COLUMNS,
  ],
  folders: [FUNCTIONS],
  example: "SELECT name, runtime, memory FROM functions WHERE runtime LIKE 'nodejs1%' ORDER BY name",
  *rows(store, version) {
    for (const { path, document } of documentsOf(store, version, FUNCTIONS)) {
      if (functionAt(path) === undefined) continue
      yield [
        valueAt('FunctionName', document),
        valueAt('FunctionArn', document),
        valueAt('Runtime', document),
        valueAt('Handler', document),
        valueAt('MemorySize', document),
        valueAt('Timeout', document),
        valueAt('Role', document),
        valueAt('Architectures', document),
        valueAt('PackageType', document),
        valueAt('CodeSize', document),
        valueAt('CodeSha256', document),
        ...documentValues(path, document),
      ]
    }
  },
}
