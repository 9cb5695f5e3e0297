import { z } from 'zod'
import type { Config } from './config.ts'
import { BYTE_SIZE } from '../runtime/byte-size.ts'

const globs = z.array(z.string().min(1))

const size = z
  .union([
    z.int().nonnegative(),
    z.string().regex(BYTE_SIZE, 'a number of bytes, or text such as "100MB" or "1GiB"'),
  ])
  .describe('bytes, or text such as "100MB" or "1GiB"')

/** What becomes a segment of a path. */
const NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]+$/
const NAME_RULE = "a name consists of letters, digits, dots, underscores and hyphens, and is not '.' or '..'"

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
        readTags: z
          .enum(['always', 'small', 'never'])
          .optional()
          .describe(
            'which unchanged objects have their tags and ACLs read again: all, those in small buckets, or none',
          ),
        pairs: z
          .array(z.tuple([z.string(), z.string()]))
          .optional()
          .describe('pairs of buckets that should be equal, such as production and staging'),
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
          .describe('the read capacity that a scan may consume; by default half of the provisioned'),
      })
      .optional(),
    iam: z.literal('all').optional().describe('all roles and policies, not only those that are used'),
    local: z
      .object({
        tooling: z
          .boolean()
          .optional()
          .describe('LaunchAgents, crontab, systemd user units and dotfiles of this machine'),
      })
      .catchall(
        z.strictObject({
          path: z.string().min(1).describe('a folder, a file or a glob, relative to the configuration'),
          ignore: globs.optional().describe('patterns as in a .gitignore'),
        }),
      )
      .superRefine(namesOnly)
      .meta({ propertyNames: { pattern: NAME.source } })
      .optional()
      .describe('local folders by the name they get below local/'),
    gas: z
      .record(z.string(), z.string().min(1))
      .superRefine(namesOnly)
      .meta({ propertyNames: { pattern: NAME.source } })
      .optional()
      .describe('Google Apps Script projects: name to script id'),
    webhooks: z
      .array(z.strictObject({ name: z.string().min(1), url: z.string().min(1) }))
      .refine(
        (webhooks) => new Set(webhooks.map(({ name }) => name)).size === webhooks.length,
        'duplicate name',
      )
      .optional()
      .describe('addresses that others call and that no API lists'),
    secrets: z
      .strictObject({
        recipients: z
          .array(z.string().min(1))
          .optional()
          .describe(
            'recipients that secret values are sealed for (age1…); without any, the values are dropped',
          ),
        rules: z
          .record(
            z.string().min(1),
            z.union([
              z.enum(['env', 'netrc', 'urls', 'json', 'key', 'sealed', 'plain']),
              z.array(z.string().regex(/^\//, 'a JSON pointer, which begins with a slash')),
            ]),
          )
          .optional()
          .describe('how files of secrets are treated, by globs over paths; pointers to values in documents'),
        allow: z
          .array(
            z.strictObject({
              path: z.string().min(1).describe('a glob over paths'),
              rule: z.string().min(1).optional().describe('a rule, such as "aws"; all rules when not given'),
            }),
          )
          .optional()
          .describe('false positives of the secret scan'),
      })
      .optional(),
    ignore: z
      .array(z.string().regex(/^(.+#)?\//, 'a place such as "/POINTER" or "PATHS#/POINTER"'))
      .optional()
      .describe('places of documents whose changes "diff" leaves out, such as "lambda/**#/versions"'),
  })
  .meta({ title: 'jsnap configuration' }) satisfies z.ZodType<Config>

/** Zod has no check for the names of further members. */
function namesOnly(value: object, context: z.RefinementCtx): void {
  for (const name of Object.keys(value))
    if (!NAME.test(name)) context.addIssue({ code: 'custom', path: [name], message: NAME_RULE })
}
