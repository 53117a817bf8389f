import { expect, it } from '@jest/globals';
import { needsSignIn, recordAnswerStatus } from './sign-in-need.js';

it('follows the last answer of the API', () => {
  const seen = [200, 401, 401, 503, 401, 200].map((status) => {
    recordAnswerStatus(status);
    return needsSignIn();
  });
  expect(seen).toEqual([false, true, true, false, true, false]);
});
