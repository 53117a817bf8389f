import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { CombinedError } from 'urql';
import { describeRefusedChange } from './describe-refused-change.js';

const refusedWith = (code: string, message: string) =>
  new CombinedError({ graphQLErrors: [new GraphQLError(message, { extensions: { code } })] });

describe('describeRefusedChange', () => {
  it.each([
    ['LAST_ADMIN', 'This is the only administrator. Make somebody else an administrator first.'],
    ['BAD_INPUT', 'from the server'],
    ['INTERNAL', 'The server could not answer.'],
  ])('says for %s: %s', (code, text) => expect(describeRefusedChange(refusedWith(code, 'from the server'))).toBe(text));

  it('says that nothing arrived', () => {
    const lost = new CombinedError({ networkError: new Error('Failed to fetch') });
    expect(describeRefusedChange(lost)).toBe('The server cannot be reached.');
  });
});
