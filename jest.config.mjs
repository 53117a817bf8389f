import { readFileSync } from 'node:fs';

const { workspaces } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default {
  projects: workspaces.map((glob) => `<rootDir>/${glob}/jest.config.mjs`),
  testTimeout: 180_000,
  testSequencer: '<rootDir>/jest.sequencer.mjs',
};
