import { describe, expect, it } from '@jest/globals';
import { addressesOf, sourceAddressesSetting } from './source-addresses.js';

const setting = sourceAddressesSetting(['lca', 'earshot']);
const read = (text: string, source: string) => addressesOf(setting.parse(text), source);

describe('the addresses of sources', () => {
  it('are those for every source and those for this one', () => {
    const text = '192.0.2.0/24, lca=10.0.0.0/8,lca=2001:db8::/32';
    expect(read(text, 'lca')).toEqual(['192.0.2.0/24', '10.0.0.0/8', '2001:db8::/32']);
    expect(read(text, 'earshot')).toEqual(['192.0.2.0/24']);
  });

  it('are none for a source that no entry names', () => {
    expect(read('lca=10.0.0.0/8', 'earshot')).toEqual([]);
    expect(setting.parse(undefined)).toEqual([]);
  });

  it.each(['10.0.0.0/33', 'example.org', 'lca=', 'lcaa=10.0.0.0/8', 'lca=10.0.0.0/8=1'])('refuse %s', (text) => {
    expect(setting.safeParse(text).success).toBe(false);
  });
});
