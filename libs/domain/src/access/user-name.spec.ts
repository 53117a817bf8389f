import { expect, it } from '@jest/globals';
import { foldUserName } from './user-name.js';

it('takes names for the same that differ in case, width, composition or outer spaces', () => {
  const forms = ['Zoë@Example.org', 'zoe\u0308@example.org', ' ZOË@EXAMPLE.ORG ', 'ｚｏë@example.org'];
  expect(new Set(forms.map(foldUserName))).toEqual(new Set(['zoë@example.org']));
  expect(foldUserName('zoe@example.org')).not.toBe('zoë@example.org');
});
