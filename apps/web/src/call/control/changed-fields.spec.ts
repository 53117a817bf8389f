import { expect, it } from '@jest/globals';
import { changedFields, fieldsOf } from './changed-fields.js';

const call = {
  agentId: 'Mia',
  customerNumber: '…42',
  systemNumber: null,
  name: null,
  queue: 'claims',
  language: null,
};

it('sends only what somebody changed, and never a masked number', () => {
  const before = fieldsOf(call);
  expect(changedFields(before, before)).toEqual({});
  expect(changedFields(before, { ...before, agentId: ' Noa ', queue: '', language: 'de-DE' })).toEqual({
    agentId: 'Noa',
    language: 'de-DE',
  });
});
