import { basename, join } from 'node:path';

/**
 * One jest configuration for every project. Sources are read through the `@earshot/source`
 * export condition, so tests need no build; decorators keep their metadata (swc).
 */
export default function preset(rootDir) {
  return {
    displayName: basename(rootDir),
    rootDir,
    testEnvironment: join(import.meta.dirname, 'jest.environment.mjs'),
    testEnvironmentOptions: { customExportConditions: ['@earshot/source', 'node', 'node-addons'] },
    testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    moduleNameMapper: {
      // zod exports its messages in 50 languages. We use the English ones, which its core loads itself.
      '^\\.\\./locales/index\\.js$': join(import.meta.dirname, 'node_modules/zod/v4/locales/en.js'),
      // TypeORM loads the drivers of 16 other databases, a third of its code. We only create the driver of PostgreSQL.
      '^\\./(?!postgres/)[a-z][a-z0-9-]+/[A-Z]\\w+Driver$': join(
        import.meta.dirname,
        'tools/workspace/stubs/unused-driver.cjs',
      ),
      // Nest imports RxJS, which is 226 files in a folder and the same code in this one.
      '^rxjs(/operators)?$': join(import.meta.dirname, 'node_modules/rxjs/dist/bundles/rxjs.umd.js'),
      // Our sources name what they import as it is called once compiled. A package's `.json.js` is no such name.
      '^(\\.{1,2}/(?!.*\\.json\\.js$).*)\\.js$': '$1',
    },
    transform: {
      '^.+\\.tsx?$': [
        '@swc/jest',
        {
          jsc: {
            parser: { syntax: 'typescript', decorators: true, tsx: false },
            transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
            target: 'es2022',
            keepClassNames: true,
          },
          module: { type: 'es6' },
        },
      ],
    },
  };
}
