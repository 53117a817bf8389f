import { expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { CombinedError } from 'urql';
import { describeFailure } from './describe-failure.js';

const refused = (code: string) =>
  new CombinedError({ graphQLErrors: [new GraphQLError('secret words', { extensions: { code } })] });

it.each([
  [new CombinedError({ networkError: new Error('fetch failed') }), /^The server cannot be reached\.$/],
  [refused('GRAPHQL_INVALID'), /^This page and the server have different versions\. Reload the page/],
  [refused('STORE_UNAVAILABLE'), /^The server could not answer\.$/],
  [undefined, /^The server could not answer\.$/],
])('describes %s', (error, text) => {
  expect(describeFailure(error)).toMatch(text);
});
