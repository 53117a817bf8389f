import { expect, it } from '@jest/globals';
import { formatBytes } from './format-bytes.js';

it.each([
  [0, '0 kB'],
  [512, '0.5 kB'],
  [999_000, '999 kB'],
  [3_440_000, '3.4 MB'],
  [120_400_000, '120 MB'],
  [7_000_000_000_000_000, '7000 TB'],
])('formats %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
