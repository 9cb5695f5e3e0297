import type { JsonObject } from '../model/canonical-json.ts'
import type { Api } from './declaration/api.ts'
import type { Call } from './declaration/declaration.ts'

/** Where requests go instead of to AWS. */
interface Settings {
  readonly endpoint?: string
}

/** The part of a request that says where it goes. */
interface Destination {
  protocol: string
  hostname: string
  port?: number
}

const keyValues: Api = {
  id: 'cloudfront-keyvaluestore',
  sdkId: 'CloudFront KeyValueStore',
  load: loadSdk,
  client: 'Client',
}

/** What a key-value store holds. */
export const KEY_VALUES: Call = {
  api: keyValues,
  operation: 'ListKeys',
  // It gives ten at a time unless it is asked for more.
  input: ({ ARN }: JsonObject) => ({ KvsARN: ARN, MaxResults: 50 }),
  select: 'Items',
  mayOmit: true,
  next: { NextToken: 'NextToken' },
  gone: ['ResourceNotFoundException'],
}

/**
 * The SDK's client puts the account's number before the host, and of an endpoint that is an address it makes an address
 * of nothing. This one leaves endpoints as they are.
 */
async function loadSdk(): Promise<object> {
  // It brings the way of signing that these calls need.
  await import('@aws-sdk/signature-v4a')
  const { CloudFrontKeyValueStoreClient, ListKeysCommand } =
    await import('@aws-sdk/client-cloudfront-keyvaluestore')
  class Client extends CloudFrontKeyValueStoreClient {
    constructor({ endpoint, ...settings }: Settings) {
      super(endpoint === undefined ? settings : { ...settings, endpoint: 'https://any.invalid' })
      if (endpoint === undefined) return
      const { protocol, hostname, port } = new URL(endpoint)
      const redirect = (request: Destination) =>
        Object.assign(request, { protocol, hostname, port: port === '' ? undefined : Number(port) })
      this.middlewareStack.add(
        (next) => (args) => next({ ...args, request: redirect(args.request as Destination) }),
        // Before the host is put into the headers and signed.
        { step: 'build', priority: 'high' },
      )
    }
  }
  return { Client, ListKeysCommand }
}
