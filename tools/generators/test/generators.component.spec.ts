import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createScratchWorkspace, type ScratchWorkspace } from './scratch-workspace.js';

jest.setTimeout(900_000);

/** The arguments of each generator. */
const generated = [
  ['event', 'call.transferred', '--topic=calls.lifecycle', '--says=Somebody else took the call over.'],
  ['consumer', 'alert-pager', '--topic=calls.insight'],
  ['speech-engine', 'acme'],
  ['page', 'team-notes'],
  ['gateway-area', 'notes'],
  ['media-source', 'acme'],
];
/** The projects that the generators write to. */
const touched = [
  'libs/contracts',
  'libs/adapters/speech',
  'apps/alert-pager',
  'apps/gateway',
  'apps/ingest',
  'apps/web',
];
const compiled = touched.filter((path) => path !== 'apps/web');
const specs = [
  'libs/contracts/src/',
  'apps/alert-pager/src/',
  // No spec of another engine reads the registry, and some of them fetch packages.
  'libs/adapters/speech/src/acme/',
  'apps/web/src/app/',
  'apps/gateway/src/areas/',
  'apps/ingest/src/sources/',
];

describe('the code that the generators write', () => {
  let scratch: ScratchWorkspace;
  const nx = (...args: string[]) => scratch.run('node_modules/nx/dist/bin/nx.js', ...args);
  beforeAll(() => {
    scratch = createScratchWorkspace();
    for (const [name = '', ...args] of generated)
      nx('generate', `@earshot/generators:${name}`, ...args, '--skipFinish', '--no-interactive');
    scratch.run('tools/workspace/generate.mjs');
  });
  afterAll(() => scratch.dispose());

  it('compiles', () => {
    const tsc = (...args: string[]) => scratch.run('node_modules/native-typescript/bin/tsc', ...args);
    // In one process, which reads the declarations of a package once. Nothing runs the programs that it would write.
    tsc('-b', 'tsconfig.build.json', ...compiled, '--emitDeclarationOnly');
    tsc('-p', 'apps/web/tsconfig.json', '--noEmit');
  });

  it('passes lint and format', () => {
    // ESLint reads Nx's project graph. It has to contain the new projects.
    nx('show', 'projects');
    const written = scratch.changedFiles(...touched);
    expect(written.length).toBeGreaterThan(generated.length);
    scratch.run('node_modules/eslint/bin/eslint.js', ...written.filter((file) => /\.(?:tsx?|mjs)$/.test(file)));
    scratch.run(
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--log-level=warn',
      '--ignore-unknown',
      ...written,
    );
  });

  it('passes its own specs and the specs of the registries that list it', () => {
    scratch.run('node_modules/jest/bin/jest.js', '--maxWorkers=1', '--testPathPatterns', ...specs);
  });

  it('leaves the generated docs up to date', () => {
    scratch.run('tools/workspace/generate.mjs', '--check');
  });
});
