import { readFileSync } from 'node:fs';

const { workspaces } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default {
  projects: workspaces.map((glob) => `<rootDir>/${glob}/jest.config.mjs`),
  testSequencer: '<rootDir>/jest.sequencer.mjs',
};
