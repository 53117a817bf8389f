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
