import { exampleEvent } from './example-call.js';

export const updatesExamples = {
  'row.changed': exampleEvent('row.changed', 9_480, { kind: 'segment', id: 'c-0-3', version: 4 }),
};
