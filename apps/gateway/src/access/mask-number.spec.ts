import { describe, expect, it } from '@jest/globals';
import { maskNumber } from './mask-number.js';

describe('maskNumber', () => {
  it.each([
    ['+15555550123', '…23'],
    ['+1 (555) 555-0145', '…45'],
    ['12345', '…45'],
    ['118', '…'],
    ['', '…'],
    ['sip:maria@example.com', '…'],
  ])('shows %j as %j', (number, masked) => expect(maskNumber(number)).toBe(masked));
});
