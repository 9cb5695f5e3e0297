import { bucketFilter } from '../../model/object-rules.ts'
import { S3 } from '../../services/s3.ts'
import { S3_OBJECTS } from '../../services/s3-objects.ts'
import type { TableData } from '../aws/content-context.ts'
import { declaredService } from '../aws/declared-service.ts'
import { IamReferences } from '../aws/iam-references.ts'
import type { CaptureItem, ServiceOptions } from '../aws/service-options.ts'
import { createServiceSource } from '../aws/service-source.ts'
import type { Sink, Source } from '../source.ts'
import { BucketObjects, type ObjectOptions } from './bucket-objects.ts'
import { gapOf, otherRegions } from './other-regions.ts'

/** What the source of S3 is made with. */
export type S3Options = ObjectOptions & Pick<ServiceOptions, 'markAt'>

/**
 * The source of all S3 buckets of an account: their configuration as the declaration has it, and their objects, which are
 * many: those are listed and read with requests of their own.
 */
export function createS3Source(options: S3Options): Source {
  const prefixes = [...S3_OBJECTS.prefixes, ...S3.prefixes]
  return {
    ...configurationSource(options),
    prefixes,
    declared: { ...declaredService(S3), prefixes },
    async capture(sink, signal, others) {
      const objects = new BucketObjects(options, sink, signal)
      const source = configurationSource(options, (name, read) => objects.captureBucket(name, read))
      await source.capture(sink, signal, others)
      await tellOtherRegions(objects.regions, options, sink)
    },
  }
}

/** S3 has none. */
const NO_TABLES: TableData = { leftOut: () => undefined, readUnitsPerSecond: undefined }

function configurationSource({ session, config, markAt }: S3Options, captureItem?: CaptureItem): Source {
  return createServiceSource(S3, {
    session,
    markAt,
    tableData: NO_TABLES,
    // What buckets name is not captured with IAM.
    references: new IamReferences(),
    isNamed: () => config.include !== undefined,
    isTaken: bucketFilter(config),
    ...(captureItem === undefined ? {} : { captureItem }),
  })
}

/** Where buckets are and nothing else is asked; of another S3 server, there is nothing else. */
async function tellOtherRegions(
  regions: readonly string[],
  { session }: S3Options,
  sink: Sink,
): Promise<void> {
  if (await session.isForeign('lambda')) return
  for (const other of otherRegions(regions, await session.regions())) sink.notCovered(gapOf(other))
}
