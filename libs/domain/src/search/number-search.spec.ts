import { describe, expect, it } from '@jest/globals';
import { numberSearchKeys, searchedNumberKeys } from './number-search.js';

const finds = (search: string, number: string): boolean => {
  const keys = new Set(numberSearchKeys(number));
  return searchedNumberKeys(search).some((key) => keys.has(key));
};

describe('a search for a sealed number', () => {
  it.each([
    ['+12065550142', ['+1 206 555 0142', '0012065550142', '12065550142', '(206) 555-0142', '0142']],
    ['0049 30/1234567', ['+49301234567', '030 1234567', '301234567', '4567']],
    ['030 1234567', ['0301234567', '301234567', '4567']],
    ['00353 1 5550142', ['+35315550142', '01 5550142', '0142']],
    ['+12065550042', ['0042']],
    ['+12065550000', ['0000']],
    ['118', ['118', '1-1-8']],
    ['7001', ['7001']],
    ['sip:+12065550142@trunk.example', ['2065550142', 'SIP:+12065550142@trunk.example', '0142']],
    ['alice@example.com', ['Alice@example.com']],
    ['Zoë', ['zoe']],
  ])('finds %s by the whole number or its last four digits', (number, searches) => {
    for (const search of searches) expect([search, finds(search, number)]).toEqual([search, true]);
  });

  it.each(['', ' ', '+', '142', '50142', '555-0142', '55501', '0143', '206555014', 'alice', '2'])(
    'finds nothing by the part %j of a number',
    (search) => {
      for (const number of ['+12065550142', 'sip:alice2@example.com', '12345', ''])
        expect([number, finds(search, number)]).toEqual([number, false]);
    },
  );
});
