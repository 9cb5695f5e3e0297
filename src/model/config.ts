import { z } from 'zod'
import { BYTE_SIZE } from './byte-size.ts'

const globs = z.array(z.string().min(1))

const size = z
  .union([
    z.int().nonnegative(),
    z.string().regex(BYTE_SIZE, 'a number of bytes, or text such as "100MB" or "1GiB"'),
  ])
  .describe('bytes, or text such as "100MB" or "1GiB"')

/** The schema of `jsnap.config.json`; published as `schema/jsnap.config.schema.json`. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional(),
    regions: z
      .array(z.string().min(1))
      .optional()
      .describe('AWS regions; the first is the primary one; "all" are those that the account has enabled'),
    s3: z
      .strictObject({
        include: globs.optional().describe('names of the buckets to capture; all by default'),
        exclude: globs.optional().describe('names of buckets to leave out'),
        pairs: z
          .array(z.tuple([z.string(), z.string()]))
          .optional()
          .describe('buckets that should hold the same, as production and staging'),
        buckets: z
          .record(
            z.string().min(1),
            z.strictObject({
              include: globs.optional().describe('keys to capture; all by default'),
              exclude: globs.optional().describe('keys to leave out'),
              maxSize: size.optional().describe('objects above this size become stubs'),
            }),
          )
          .optional()
          .describe('rules for the buckets whose name matches the glob'),
      })
      .optional(),
    dynamodb: z
      .strictObject({
        include: globs.optional().describe('names of the tables whose items are captured; all by default'),
        exclude: globs.optional().describe('names of tables whose items are left out'),
        readUnitsPerSecond: z
          .number()
          .positive()
          .optional()
          .describe('what reading a table may consume; by default half of what is provisioned'),
      })
      .optional(),
    iam: z.literal('all').optional().describe('all roles and policies, not only those that are used'),
    local: z
      .record(
        z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]+$/, 'letters, digits, dots, underscores and hyphens'),
        z.strictObject({
          path: z.string().min(1).describe('a folder, a file or a glob, relative to the configuration'),
          ignore: globs.optional().describe('patterns as in a .gitignore'),
        }),
      )
      .optional()
      .describe('local folders by the name they get below local/'),
    gas: z
      .record(z.string().min(1), z.string().min(1))
      .optional()
      .describe('Google Apps Script projects: name to script id'),
    webhooks: z
      .array(z.strictObject({ name: z.string().min(1), url: z.string().min(1) }))
      .refine(
        (webhooks) => new Set(webhooks.map(({ name }) => name)).size === webhooks.length,
        'a name stands twice',
      )
      .optional()
      .describe('addresses that others call and that no API tells'),
    ignore: z
      .array(z.string().regex(/^(.+#)?\//, '"/POINTER" or "PATHS#/POINTER"'))
      .optional()
      .describe('places of documents whose changes "diff" leaves out, as "lambda/**#/versions"'),
    secrets: z.strictObject({ recipients: z.array(z.string()).optional() }).optional(),
  })
  .meta({ title: 'jsnap configuration' })

/** What `jsnap.config.json` says. */
export type Config = z.infer<typeof configSchema>
