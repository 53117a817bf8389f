import { describe, expect, it } from '@jest/globals';
import { chooseMedia } from './choose-media.js';

const offer = (channels: readonly string[], format = 'PCMU', rate = 8_000) => ({
  type: 'audio',
  format,
  channels: [...channels],
  rate,
});
const both = ['external', 'internal'];

describe('chooseMedia', () => {
  it.each([
    ['both sides before one', [offer(['internal']), offer(['external']), offer(both)], offer(both)],
    ['PCMU before L16', [offer(both, 'L16'), offer(both)], offer(both)],
    ['both sides as L16 before one as PCMU', [offer(['external']), offer(both, 'L16')], offer(both, 'L16')],
    ['the channels in the order offered', [offer(['internal', 'external'])], offer(['internal', 'external'])],
    ['one side if there is no other', [offer(['internal'])], offer(['internal'])],
    [
      'what it knows among what it does not',
      [offer(both, 'OPUS'), offer(both, 'PCMU', 16_000), offer(['external'])],
      offer(['external']),
    ],
  ])('takes %s', (_, offers, chosen) => {
    expect(chooseMedia(offers)?.offer).toEqual(chosen);
  });

  it.each([
    ['nothing', []],
    ['other formats', [offer(both, 'OPUS')]],
    ['other rates', [offer(both, 'PCMU', 16_000)]],
    ['other channels', [offer(['external', 'external']), offer(['left']), offer([])]],
    ['other media', [{ ...offer(both), type: 'video' }]],
  ])('takes none of %s', (_, offers) => {
    expect(chooseMedia(offers)).toBeUndefined();
  });
});
