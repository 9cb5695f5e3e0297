import { isInBody } from '../aws/answer-body.ts'
import { AwsError } from '../aws/aws-error.ts'
import { rawAnswer } from '../aws/raw-answer.ts'
import { wholeAnswer } from '../aws/whole-answer.ts'

/** Operations to which S3 answers nothing where nothing was ever configured. To the others it always answers something, or with a code. */
const MAY_BE_EMPTY = [
  'GetBucketAbac',
  'GetBucketAccelerateConfiguration',
  'GetBucketLogging',
  'GetBucketNotificationConfiguration',
  'GetBucketVersioning',
]
/** Elements that an answer always has, whatever else it holds. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  GetBucketAcl: ['Owner', 'AccessControlList'],
  ListBuckets: ['Buckets'],
}

/** Holds an answer of the SDK's S3 client against what S3 would answer. @throws AwsError when it is no such answer */
export function checkBucketAnswer(operation: string, answer: object): void {
  const body = rawAnswer(answer)
  if (body === undefined) return
  wholeAnswer(answer, body)
  const { schema, tree } = body
  const known = [...schema.structIterator()].flatMap(([name, member]) => {
    const { xmlName } = member.getMemberTraits()
    return isInBody(member) ? [typeof xmlName === 'string' ? xmlName : name] : []
  })
  const isThere = (name: string) => Object.hasOwn(tree, name)
  const needed = NEEDED[operation]
  const isWhole =
    needed === undefined ? MAY_BE_EMPTY.includes(operation) || known.some(isThere) : needed.every(isThere)
  if (isWhole) return
  const message = `the answer has no <${needed?.find((name) => !isThere(name)) ?? known.join('> or <')}>`
  throw new AwsError(`s3:${operation}`, 200, 'NoAnswer', message)
}
