import { exampleEvent } from './example-call.js';

export const updatesExamples = {
  'row.changed': exampleEvent('row.changed', 9_480, { kind: 'segment', id: '0-0-3', version: 4 }),
};
