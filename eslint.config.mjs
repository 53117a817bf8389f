import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom: the layer (`type:`), then where it runs (`runs:`). CONTRIBUTING.md says it in words. */
const layers = {
  'type:contracts': ['type:contracts'],
  'type:domain': ['type:contracts', 'type:domain'],
  'type:ports': ['type:contracts', 'type:domain', 'type:ports'],
  'type:access': ['type:contracts', 'type:domain', 'type:ports'],
  'type:adapter': ['type:contracts', 'type:domain', 'type:ports'],
  'type:runtime': ['type:contracts', 'type:ports', 'type:runtime'],
  'type:testing': ['type:contracts', 'type:domain', 'type:ports'],
  'type:hosting': ['type:contracts', 'type:domain', 'type:ports', 'type:access', 'type:adapter', 'type:runtime'],
  'type:app': [
    'type:contracts',
    'type:domain',
    'type:ports',
    'type:access',
    'type:adapter',
    'type:runtime',
    'type:hosting',
  ],
  'type:web': ['type:contracts', 'type:domain'],
  'type:composition': [
    'type:contracts',
    'type:domain',
    'type:ports',
    'type:access',
    'type:adapter',
    'type:runtime',
    'type:hosting',
  ],
  'type:tool': ['type:contracts', 'type:domain', 'type:ports', 'type:access'],
};
const inSpecs = (allowed) => [...allowed, 'type:testing'];
const withTesting = new Set([
  'type:access',
  'type:adapter',
  'type:runtime',
  'type:hosting',
  'type:app',
  'type:composition',
  'type:tool',
]);
const externals = [
  {
    sourceTag: 'type:contracts',
    allowedExternalImports: ['zod', '@jest/globals', 'graphql', '@graphql-typed-document-node/core'],
  },
  { sourceTag: 'type:domain', allowedExternalImports: ['@jest/globals', 'libphonenumber-js', 'sax', 'zod'] },
  { sourceTag: 'type:ports', allowedExternalImports: ['@jest/globals'] },
  { sourceTag: 'type:access', bannedExternalImports: ['@nestjs/*', 'typeorm', 'react'] },
  { sourceTag: 'type:adapter', bannedExternalImports: ['@nestjs/*', 'react', 'react-dom'] },
  { sourceTag: 'type:runtime', bannedExternalImports: ['kafkajs', 'typeorm', '@aws-sdk/*', 'react'] },
  { sourceTag: 'type:hosting', bannedExternalImports: ['kafkajs', 'typeorm', '@aws-sdk/*', 'react'] },
  { sourceTag: 'type:app', bannedExternalImports: ['kafkajs', 'typeorm', '@aws-sdk/*'] },
];
const platforms = [
  { sourceTag: 'runs:anywhere', onlyDependOnLibsWithTags: ['runs:anywhere'] },
  {
    sourceTag: 'runs:web',
    onlyDependOnLibsWithTags: ['runs:anywhere', 'runs:web'],
    bannedExternalImports: ['@nestjs/*', 'kafkajs', 'typeorm'],
  },
  {
    sourceTag: 'runs:server',
    onlyDependOnLibsWithTags: ['runs:anywhere', 'runs:server'],
    bannedExternalImports: ['react', 'react-dom'],
  },
];
const boundaries = (specs, allow = []) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow,
    depConstraints: [
      ...Object.entries(layers).map(([sourceTag, tags]) => ({
        sourceTag,
        onlyDependOnLibsWithTags: specs && withTesting.has(sourceTag) ? inSpecs(tags) : tags,
      })),
      ...externals,
      ...platforms,
    ],
  },
];
const nestFiles = [
  '**/main.ts',
  '**/*.module.ts',
  '**/*.resolver.ts',
  '**/*.controller.ts',
  '**/*.gateway.ts',
  '**/*.spec.ts',
];
const noNest = {
  group: ['@nestjs/*'],
  message:
    'Nest is wiring and belongs in main, *.module, *.controller, *.resolver, *.gateway: write a plain class, which a test can build without a container.',
};
const noVendor = {
  group: ['@earshot/media', '@earshot/media/*'],
  message: 'Only a source knows the protocol of its vendor: turn it into a CallStart in apps/ingest/src/sources.',
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/out-tsc/**', '**/generated/**', '**/node_modules/**', '.nx/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(false),
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      '@typescript-eslint/no-explicit-any': 'error',
      // What somebody said or sent is data, and never a program.
      'no-eval': 'error',
      'no-new-func': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', '**/test/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries(true), 'max-lines': 'off' },
  },
  {
    // Its specs need a real server, which is an adapter of its own.
    files: ['libs/adapters/postgres/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries(true, [
        '@earshot/embedded-postgres',
        '@earshot/embedded-postgres/testing',
      ]),
    },
  },
  {
    // Its test drives a real browser, which runs on a server.
    files: ['apps/web/test/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries(true, ['@earshot/testing/chromium']) },
  },
  {
    files: ['apps/standalone/**/*.ts', 'apps/e2e/**/*.ts', 'tools/**/*.ts'],
    rules: {
      // Compositions put apps together, which Nx refuses otherwise.
      '@nx/enforce-module-boundaries': boundaries(true, [
        '@earshot/*',
        '@earshot/embedded-postgres/testing',
        '@earshot/runtime/load-config',
        '@earshot/runtime/run-command',
      ]),
    },
  },
  {
    // Pure layers: a rule that reads the clock or the disk cannot be tested with a table.
    files: ['libs/domain/src/**/*.ts', 'libs/contracts/src/**/*.ts', 'libs/media/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'Pure layer: pass the value in; do I/O in an adapter.' }] },
      ],
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'process'].map((name) => ({
          name,
          message: 'Pure layer: time, network and process come from outside.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Pass nowMs in.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass nowMs in.' },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Pass randomness in.',
        },
      ],
    },
  },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          "Property[key.name='dangerouslySetInnerHTML']",
          'MemberExpression[property.name=/^(?:innerHTML|outerHTML|insertAdjacentHTML)$/]',
        ].map((selector) => ({ selector, message: 'A caller may say markup: render text, never HTML.' })),
      ],
    },
  },
  {
    files: ['apps/{ingest,transcription,enrichment,persistence,gateway}/src/**/*.ts'],
    ignores: nestFiles,
    rules: { 'no-restricted-imports': ['error', { patterns: [noNest] }] },
  },
  {
    files: ['apps/ingest/src/**/*.ts'],
    ignores: ['apps/ingest/src/sources/**', ...nestFiles],
    rules: { 'no-restricted-imports': ['error', { patterns: [noNest, noVendor] }] },
  },
  {
    files: ['apps/**/src/**/*.ts', 'libs/**/src/**/*.ts'],
    ignores: ['**/*.config.ts', '**/main.ts', '**/*.spec.ts', 'libs/testing/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only *.config.ts and main.ts read the environment; take the value as an argument.',
        },
      ],
    },
  },
);
