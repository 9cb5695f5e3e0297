import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

/** `npm test` runs unit and e2e; the heavier suites have scripts of their own. */
const SUITES = {
  e2e: 'test/e2e/*.test.ts',
  commands: 'test/e2e/commands/*.test.ts',
  estate: 'test/e2e/estate/*.test.ts',
  hostile: 'test/e2e/hostile/*.test.ts',
  moto: 'test/e2e/moto/*.test.ts',
  crash: 'test/e2e/crash/*.test.ts',
  formats: 'test/e2e/formats/*.test.ts',
  package: 'test/e2e/package/*.test.ts',
  faults: 'test/e2e/faults/*.test.ts',
}

function endToEnd(name: keyof typeof SUITES): TestProjectConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: [SUITES[name]],
      setupFiles: 'test/e2e/after-each-file.ts',
      testTimeout: 180_000,
      hookTimeout: 180_000,
    },
  }
}

export default defineConfig({
  test: {
    // By default one core is left idle, which on two makes the whole take twice as long.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'], testTimeout: 60_000 },
      },
      endToEnd('e2e'),
      endToEnd('commands'),
      endToEnd('estate'),
      endToEnd('hostile'),
      endToEnd('moto'),
      endToEnd('crash'),
      endToEnd('formats'),
      endToEnd('package'),
      endToEnd('faults'),
    ],
  },
})
