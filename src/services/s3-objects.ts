import type { DeclaredSource } from './declaration/declaration.ts'

/** The objects of buckets, which S3's own source reads. */
export const S3_OBJECTS: DeclaredSource = {
  name: 's3',
  label: 'S3',
  scope: 'global',
  prefixes: ['s3-buckets/'],
  files: { one: 'object', many: 'objects' },
  folders: { one: 'bucket', many: 'buckets' },
  resources: [],
}
