import preset from '../../jest.preset.mjs';

const base = preset(import.meta.dirname);
const [pattern, [transformer, options]] = Object.entries(base.transform)[0];

export default {
  ...base,
  transform: {
    [pattern]: [transformer, { ...options, jsc: { ...options.jsc, parser: { syntax: 'typescript', tsx: true } } }],
  },
};
