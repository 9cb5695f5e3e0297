import { expect, test } from 'vitest'
import { parameterSecrets } from '../../../../src/services/parameter-secrets.ts'

const shown = [
  { ParameterName: 'max_connections', ParameterValue: '200' },
  { ParameterName: 'shared_buffers', ParameterValue: '{DBInstanceClassMemory/32768}' },
  { ParameterName: 'slow_query_log', ParameterValue: 'ON' },
  { ParameterName: 'key_buffer_size', ParameterValue: '16777216', DataType: 'integer' },
  { ParameterName: 'password_encryption', ParameterValue: 'md5', AllowedValues: 'md5,scram-sha-256' },
  {
    ParameterName: 'sql_mode',
    ParameterValue: 'ANSI,TRADITIONAL',
    AllowedValues: 'ANSI,NO_ZERO_DATE,TRADITIONAL',
  },
  { ParameterName: 'timezone' },
]

const secret = [
  { ParameterName: 'app.api_token', ParameterValue: '123456' },
  { ParameterName: 'master_password', ParameterValue: 'on', DataType: 'string' },
  { ParameterName: 'init_connect', ParameterValue: "SET @key = 'hunter2'" },
  { ParameterName: 'sql_mode', ParameterValue: 'ANSI,hunter2', AllowedValues: 'ANSI,TRADITIONAL' },
]

test.each(shown)('$ParameterName = $ParameterValue is shown', (parameter) => {
  expect(parameterSecrets(parameter)).toEqual([])
  expect(parameterSecrets(small(parameter))).toEqual([])
})

test.each(secret)('$ParameterName = $ParameterValue is secret', (parameter) => {
  expect(parameterSecrets(parameter)).toEqual(['ParameterValue'])
  expect(parameterSecrets(small(parameter))).toEqual(['parameterValue'])
})

/** The parameter as Lightsail gives it. */
function small(parameter: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameter).map(([name, value]) => [
      name.replace(/^./, (letter) => letter.toLowerCase()),
      String(value),
    ]),
  )
}
