import { expect, it } from '@jest/globals';
import { typeDefs } from '@earshot/graphql-api';
import { buildSchema } from 'graphql';
import { describeDetail } from './describe-detail.js';

it.each([
  ['oneTimeLink', 'With a one-time link'],
  ['createUser:ab12cd34', 'Make an account (ab12cd34)'],
  ['addToTeam:north%20%26%20west', 'Add an agent to a team (north & west)'],
  ['addToTeam:cut%2', 'Add an agent to a team (cut%2)'],
  ['ofALaterVersion:ab12cd34', 'ofALaterVersion (ab12cd34)'],
  ['constructor', 'constructor'],
])('describes %s', (detail, words) => expect(describeDetail(detail)).toBe(words));

it('has words for every change that the API can make', () => {
  const changes = Object.keys(buildSchema(typeDefs).getMutationType()?.getFields() ?? {});
  expect(changes.filter((name) => describeDetail(name) === name)).toEqual([]);
});
