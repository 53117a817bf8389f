import preset from '../../jest.preset.mjs';

const base = preset(import.meta.dirname);
const [pattern, [transformer, options]] = Object.entries(base.transform)[0];

export default {
  ...base,
  moduleNameMapper: { ...base.moduleNameMapper, '\\.css$': '<rootDir>/test/support/empty-style.ts' },
  transform: {
    [pattern]: [
      transformer,
      {
        ...options,
        jsc: {
          ...options.jsc,
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
};
