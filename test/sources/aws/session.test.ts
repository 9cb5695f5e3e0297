import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { STSClient } from '@aws-sdk/client-sts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { DEMO_KEY, SESSION_KEY } from '../../../fixtures/endpoint/credentials.ts'
import { clientSettings } from '../../../src/sources/aws/sdk-client.ts'
import { checkAddresses, createSession, type SessionOptions } from '../../../src/sources/aws/session.ts'
import { useEndpoint } from '../../fixtures/endpoint-under-test.ts'
import { scratchFolder } from '../../helpers/scratch.ts'
import { plainServer } from './plain-server.ts'

const KEYS = { AWS_ACCESS_KEY_ID: DEMO_KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: DEMO_KEY.secretAccessKey }

function session(options: Partial<SessionOptions> = {}) {
  return createSession({ env: KEYS, now: Date.now, ...options })
}

/** Points the SDK's own search for credentials at files of the test's, and nowhere else. */
function stubAwsFiles(config: string): void {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'config'), config)
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION']) {
    vi.stubEnv(name, undefined)
  }
}

afterEach(() => vi.unstubAllEnvs())

test.each([
  ['prodd', "there is no AWS profile 'prodd'", "did you mean 'prod'?"],
  ['else', "there is no AWS profile 'else'", /^'aws configure list-profiles' lists the profiles/],
  [
    'sso',
    "the sign-in of the AWS profile 'sso' has ended, or never began",
    "run 'aws sso login --profile sso'",
  ],
  ['prod', /^no AWS credentials: /, /^set AWS_PROFILE or /],
])('the profile %s without keys is an error that says what to do', async (profile, message, hint) => {
  stubAwsFiles(
    '[profile prod]\nregion = us-east-1\n[profile sso]\nsso_session = shop\nsso_account_id = 123456789012\nsso_role_name = ops\n[sso-session shop]\nsso_start_url = https://shop.invalid/start\nsso_region = us-east-1\n',
  )
  const text = (expected: string | RegExp): unknown =>
    typeof expected === 'string' ? expected : expect.stringMatching(expected)
  await expect(session({ profile, env: {} }).credentials()).rejects.toMatchObject({
    code: 'Credentials',
    message: text(message),
    hint: text(hint),
  })
})

test('FIPS and dual stack are those of the environment, else of the profile that is named, for all clients', async () => {
  stubAwsFiles('[profile shop]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n')
  const shop = session({ profile: 'shop', env: { ...KEYS, AWS_USE_DUALSTACK_ENDPOINT: 'false' } })
  const variants = { useFipsEndpoint: true, useDualstackEndpoint: false }
  expect(await shop.variants()).toEqual(variants)
  const settings = clientSettings(shop, 'us-east-1')
  expect([await settings.useFipsEndpoint(), await settings.useDualstackEndpoint()]).toEqual([true, false])
  expect(await session().variants()).toEqual({ useFipsEndpoint: false, useDualstackEndpoint: false })
})

describe('the endpoint of S3', () => {
  test.each([
    [{ AWS_ENDPOINT_URL: 'http://a' }, 'http://a'],
    [{ AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_S3: 'http://s3' }, 'http://s3'],
    [{ AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_STS: 'http://sts' }, undefined],
    [{ AWS_ENDPOINT_URL: 'http://a', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, undefined],
  ])('is taken from the environment %j', async (env, expected) => {
    stubAwsFiles('')
    expect(await session({ env }).endpoint('s3')).toBe(expected)
  })

  test('is that of the flag before that of the environment', async () => {
    const both = session({ endpointUrl: 'http://flag', env: { AWS_ENDPOINT_URL_S3: 'http://s3' } })
    expect(await both.endpoint('s3')).toBe('http://flag')
  })

  test('is that of the profile where the environment names none', async () => {
    stubAwsFiles(`[default]
endpoint_url = http://default
[profile shop]
endpoint_url = http://shop
[profile split]
services = local
endpoint_url = http://other
[services local]
s3 =
  endpoint_url = http://local-s3
[profile aws]
endpoint_url = http://shop
ignore_configured_endpoint_urls = true
`)
    const of = (profile?: string) => session({ profile, env: {} }).endpoint('s3')
    expect(await of()).toBe('http://default')
    expect(await of('shop')).toBe('http://shop')
    expect(await of('split')).toBe('http://local-s3')
    expect(await session({ profile: 'split', env: {} }).endpoint('sts')).toBe('http://other')
    expect(await of('aws')).toBeUndefined()
    expect(await session({ profile: 'shop', env: { AWS_ENDPOINT_URL: 'http://a' } }).endpoint('s3')).toBe(
      'http://a',
    )
  })
})

describe('the region', () => {
  test.each<[Partial<SessionOptions>, string[]]>([
    [{ regions: ['eu-west-1', 'us-west-2'], env: { AWS_REGION: 'x' } }, ['eu-west-1', 'us-west-2']],
    [{ env: { AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'x' } }, ['eu-north-1']],
    [{ env: { AWS_DEFAULT_REGION: 'sa-east-1' } }, ['sa-east-1']],
  ])('of %j', async (options, expected) => {
    expect(await session(options).regions()).toEqual(expected)
  })

  test('is that of the profile when nothing else names one, else us-east-1', async () => {
    stubAwsFiles('[profile shop]\nregion = ap-south-1\n')
    expect(await session({ profile: 'shop', env: {} }).regions()).toEqual(['ap-south-1'])
    expect(await session({ env: { AWS_PROFILE: 'shop' } }).regions()).toEqual(['ap-south-1'])
    expect(await session({ env: {} }).regions()).toEqual(['us-east-1'])
  })
})

describe('credentials', () => {
  test('are those of the environment', async () => {
    const env = { ...KEYS, AWS_SESSION_TOKEN: 'token' }
    expect(await session({ env }).credentials()).toEqual({ ...DEMO_KEY, sessionToken: 'token' })
    expect(await session().credentials()).toEqual(DEMO_KEY)
  })

  test('are those of a profile that is named, whatever the environment holds', async () => {
    stubAwsFiles('[profile shop]\naws_access_key_id = AKIDFILE\naws_secret_access_key = secret\n')
    const expected = { accessKeyId: 'AKIDFILE', secretAccessKey: 'secret' }
    expect(await session({ profile: 'shop' }).credentials()).toMatchObject(expected)
  })

  test.each([
    [{ AWS_ACCESS_KEY_ID: 'AKIASECRET\n' }, 'access key id'],
    [{ AWS_ACCESS_KEY_ID: 'AKIA SECRET' }, 'access key id'],
    [{ AWS_SECRET_ACCESS_KEY: 'SECRET\r\n' }, 'secret access key'],
    [{ AWS_SECRET_ACCESS_KEY: 'SECRET\u0000' }, 'secret access key'],
    [{ AWS_SECRET_ACCESS_KEY: 'SECRET\u20ac' }, 'secret access key'],
    [{ AWS_SESSION_TOKEN: 'SECRET\n' }, 'session token'],
    [{ AWS_SESSION_TOKEN: 'SECRETé' }, 'session token'],
  ])('that cannot be sent are refused before anything is asked, and not shown: %j', async (env, what) => {
    const error = await session({ env: { ...KEYS, ...env } })
      .credentials()
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'Credentials',
      message: `the ${what} of the environment is invalid`,
    })
    expect(String(error) + JSON.stringify(error)).not.toContain('SECRET')
  })

  test('of a file or a program are looked at likewise', async () => {
    stubAwsFiles('[profile shop]\naws_access_key_id = AKID\naws_secret_access_key = SECRET\u20ac\n')
    await expect(session({ profile: 'shop', env: {} }).credentials()).rejects.toMatchObject({
      code: 'Credentials',
      message: 'the secret access key of the profile shop is invalid',
    })
  })

  test('that are set beside a profile bring no words of the SDK to the terminal', async () => {
    stubAwsFiles('[profile shop]\naws_access_key_id = AKIDFILE\naws_secret_access_key = secret\n')
    for (const [name, value] of Object.entries({ ...KEYS, AWS_PROFILE: 'shop' })) vi.stubEnv(name, value)
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const keys = await session({ env: { ...KEYS, AWS_PROFILE: 'shop' } }).credentials()
    expect(keys.accessKeyId).toBe('AKIDFILE')
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })

  test('that cannot be found are an error with a hint', async () => {
    stubAwsFiles('')
    await expect(session({ env: {} }).credentials()).rejects.toMatchObject({
      code: 'Credentials',
      hint: expect.stringContaining('AWS_PROFILE') as string,
    })
    await expect(session({ profile: 'nobody' }).credentials()).rejects.toMatchObject({ code: 'Credentials' })
  })

  test('that expire are asked for again in time, once for all who ask', async () => {
    const folder = scratchFolder()
    const script = join(folder, 'keys.mjs')
    const log = join(folder, 'calls')
    writeFileSync(
      script,
      `import { appendFileSync, readFileSync } from 'node:fs'
appendFileSync(${JSON.stringify(log)}, 'x')
const calls = readFileSync(${JSON.stringify(log)}, 'utf8').length
const Expiration = new Date(Date.now() + 4 * 60_000).toISOString()
console.log(JSON.stringify({ Version: 1, AccessKeyId: 'KEY' + calls, SecretAccessKey: 's', Expiration }))`,
    )
    stubAwsFiles(`[profile shop]\ncredential_process = "${process.execPath}" "${script}"\n`)
    const start = Date.now()
    let now = start
    const expiring = session({ profile: 'shop', now: () => now })
    const ask = async () => {
      const both = await Promise.all([expiring.credentials(), expiring.credentials()])
      return both.map((keys) => keys.accessKeyId)
    }
    expect(await ask()).toEqual(['KEY1', 'KEY1'])
    now = start + 29_000
    expect(await ask()).toEqual(['KEY1', 'KEY1'])
    // The SDK goes on giving the old keys while it fetches new ones.
    await vi.waitFor(async () => {
      now += 31_000
      expect(await ask()).toEqual(['KEY2', 'KEY2'])
    })
  })
})

describe('the identity', () => {
  const served = useEndpoint()

  test('is the account that STS tells', async () => {
    expect(await session({ endpointUrl: served.endpoint.url }).identity()).toEqual({
      account: '123456789012',
      partition: 'aws',
      arn: 'arn:aws:iam::123456789012:user/operator',
      regions: ['us-east-1'],
    })
  })

  test('is told to temporary keys too', async () => {
    const env = {
      AWS_ACCESS_KEY_ID: SESSION_KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: SESSION_KEY.secretAccessKey,
      AWS_SESSION_TOKEN: SESSION_KEY.sessionToken,
      AWS_REGION: 'eu-west-1',
    }
    expect(await session({ endpointUrl: served.endpoint.url, env }).identity()).toEqual({
      account: '123456789012',
      partition: 'aws',
      arn: 'arn:aws:iam::123456789012:user/operator',
      regions: ['eu-west-1'],
    })
  })

  test.each([
    ['unknown keys', { ...KEYS, AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN000000000' }],
    ['a wrong secret', { ...KEYS, AWS_SECRET_ACCESS_KEY: 'wrong' }],
    ['a token that is none', { ...KEYS, AWS_SESSION_TOKEN: 'none' }],
  ])('with %s is an error of the credentials', async (_, env) => {
    await expect(
      session({ endpointUrl: served.endpoint.url, env: { ...env, AWS_REGION: 'us-east-1' } }).identity(),
    ).rejects.toMatchObject({ code: 'Credentials' })
  })

  test.each([
    [404, 'text/html', '<html><body>not found</body></html>'],
    [501, 'application/xml', '<Error><Code>NotImplemented</Code></Error>'],
    [200, 'application/xml', '<ListAllMyBucketsResult/>'],
    [400, 'text/plain', ''],
    [405, 'application/xml', '<Error><Code>MethodNotAllowed</Code></Error>'],
    [403, 'application/xml', '<Error><Code>AccessDenied</Code></Error>'],
  ])('is not known where there is no STS (%i %s %s)', async (status, type, body) => {
    const url = await plainServer((_, response) => {
      response.writeHead(status, { 'content-type': type }).end(body)
    })
    expect(await session({ endpointUrl: url }).identity()).toMatchObject({ account: null })
  })

  const answer = (inside: string) =>
    `<GetCallerIdentityResponse><GetCallerIdentityResult>${inside}</GetCallerIdentityResult></GetCallerIdentityResponse>`
  test.each([
    ['text/html', '<html><body>sign in</body></html>'],
    ['text/html', '<!doctype html><html><body><p>sign in</body></html>'],
    ['application/json', '{}'],
    ['text/xml', ''],
    ['text/xml', '<Other/>'],
    ['text/xml', answer('')],
    ['text/xml', answer('<Arn>arn:aws:iam::1:user/a</Arn>')],
    ['text/xml', answer('<Account>somebody</Account>')],
    ['text/xml', answer('<Account><a/></Account>')],
  ])('is an error where a good answer is none of STS: %s %s', async (type, body) => {
    const url = await plainServer((_, response) =>
      response.writeHead(200, { 'content-type': type }).end(body),
    )
    await expect(session({ endpointUrl: url }).identity()).rejects.toMatchObject({
      code: 'Credentials',
      message: expect.stringContaining('cannot determine the account: ') as string,
      hint: expect.stringContaining('AWS_ENDPOINT_URL_S3') as string,
    })
  })

  test('of AWS itself is an error where STS does not tell it, for AWS has one', async () => {
    const send = vi.spyOn(STSClient.prototype, 'send').mockImplementation(() => {
      throw Object.assign(new Error('busy'), { name: 'ServiceUnavailable' })
    })
    await expect(session({ env: { ...KEYS, AWS_REGION: 'us-east-1' } }).identity()).rejects.toMatchObject({
      code: 'Source',
      message: 'cannot determine the account: sts:GetCallerIdentity: ServiceUnavailable',
    })
    expect(send).toHaveBeenCalledTimes(3)
    send.mockRestore()
  })

  test('is not asked of AWS when only S3 is another server', async () => {
    const env = { ...KEYS, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_S3: served.endpoint.url }
    expect(await session({ env }).identity()).toMatchObject({ account: null })
    expect(served.endpoint.requests).toEqual({})
  })

  test('of a server that cannot be reached is an error that names it', async () => {
    await expect(session({ endpointUrl: 'http://127.0.0.1:9' }).identity()).rejects.toMatchObject({
      code: 'Source',
      message: expect.stringContaining('http://127.0.0.1:9') as string,
    })
  })
})

describe('addresses that lead nowhere are refused before anything is asked', () => {
  const check = (options: Partial<SessionOptions>, services = ['s3', 'Lambda']) =>
    checkAddresses({ env: {}, now: Date.now, ...options }, services)

  test.each([
    ['127.0.0.1:5871', "did you mean 'http://127.0.0.1:5871'?"],
    ['localhost:5871', "did you mean 'http://localhost:5871'?"],
    ['ftp://store.example', "did you mean 'http://store.example'?"],
    ['htp://store.example/', "did you mean 'http://store.example/'?"],
    ['http:/store.example', "did you mean 'http://store.example'?"],
    ['http//store.example', "did you mean 'http://store.example'?"],
    ['http://', "write it as 'https://storage.example.com'"],
    ['http://a b', "write it as 'https://storage.example.com'"],
    ['http://host:99999', "write it as 'https://storage.example.com'"],
    ['', "write it as 'https://storage.example.com'"],
  ])('an endpoint %j', async (endpointUrl, hint) => {
    stubAwsFiles('')
    await expect(check({ endpointUrl }, [])).rejects.toMatchObject({ code: 'Usage', hint })
    if (endpointUrl !== '')
      await expect(check({ env: { AWS_ENDPOINT_URL_DYNAMODB: endpointUrl } })).rejects.toMatchObject({
        code: 'Usage',
        hint,
      })
  })

  test.each([
    'https://key:SECRETPW@store.example',
    'http://SECRETPW@store.example',
    'ftp://key:SECRETPW@store.example',
    'key:SECRETPW@store.example:9000',
    'https://store.example/?X-Amz-Signature=SECRETPW',
    'https://store.example/#SECRETPW',
  ])('an endpoint with more in it than an address, of which nothing is shown: %j', async (address) => {
    stubAwsFiles(`[profile with]\nendpoint_url = ${address}\n`)
    const all = [{ endpointUrl: address }, { env: { AWS_ENDPOINT_URL_S3: address } }, { profile: 'with' }]
    for (const options of all) {
      const error = await check(options).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({
        code: 'Usage',
        hint: expect.stringContaining('leave out credentials') as string,
      })
      expect(JSON.stringify(error) + String(error)).not.toContain('SECRETPW')
    }
  })

  const endpoint = { AWS_ENDPOINT_URL: 'http://store.example' }
  test.each<[Record<string, string>, string]>([
    [{ ...endpoint, AWS_USE_FIPS_ENDPOINT: 'true' }, 'AWS_USE_FIPS_ENDPOINT is set'],
    [{ ...endpoint, AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'AWS_USE_DUALSTACK_ENDPOINT is set'],
    [{ AWS_USE_FIPS_ENDPOINT: 'yes' }, "AWS_USE_FIPS_ENDPOINT: 'yes' is neither true nor false"],
    [{ ...endpoint, AWS_PROFILE: 'fips' }, 'use_fips_endpoint of the profile fips is set'],
  ])('a choice among endpoints of AWS that fails every call %j', async (env, message) => {
    stubAwsFiles('[profile fips]\nuse_fips_endpoint = true\n')
    await expect(check({ env })).rejects.toMatchObject({
      code: 'Usage',
      message: expect.stringContaining(message) as string,
    })
    await expect(check({ env }, [])).resolves.toBeUndefined()
  })

  test('a choice among endpoints of AWS is none to its own, nor where it is not made', async () => {
    stubAwsFiles('')
    await expect(check({ env: { AWS_USE_FIPS_ENDPOINT: 'true' } })).resolves.toBeUndefined()
    await expect(check({ env: { ...endpoint, AWS_USE_FIPS_ENDPOINT: 'false' } })).resolves.toBeUndefined()
  })

  test('an endpoint of the profile, and a region of the environment, the profile and the flag', async () => {
    stubAwsFiles('[profile bad]\nendpoint_url = localhost:1\n[profile there]\nregion = us_east_1\n')
    await expect(check({ profile: 'bad' })).rejects.toMatchObject({
      message: "endpoint_url of the profile bad: 'localhost:1' is not an http or https URL of an endpoint",
    })
    await expect(check({ profile: 'there' })).rejects.toMatchObject({
      message: "region of the profile there: 'us_east_1' is not a region of AWS",
    })
    await expect(check({ env: { AWS_REGION: 'us-eas-1' } })).rejects.toMatchObject({
      message: "AWS_REGION: 'us-eas-1' is not a region of AWS",
      hint: "did you mean 'us-east-1'?",
    })
    await expect(check({ regions: ['us-east-1', ''] }, [])).rejects.toMatchObject({ code: 'Usage' })
  })

  test('but not those of the environment when no service is asked, nor what AWS_IGNORE_… leaves out', async () => {
    stubAwsFiles('')
    await check({ env: { AWS_REGION: 'x', AWS_ENDPOINT_URL: 'y' } }, [])
    await check({ env: { AWS_ENDPOINT_URL: 'y', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' } })
    await check({ regions: ['all'], endpointUrl: 'HTTP://127.0.0.1:5871//' })
    await check({ regions: ['auto'], env: { AWS_ENDPOINT_URL_S3: 'https://r2.example' } })
  })
})
