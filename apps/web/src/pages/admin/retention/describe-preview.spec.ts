import { expect, it } from '@jest/globals';
import { describePreview } from './describe-preview.js';

const day = (text: string) => ({ day: text, calls: 1 });
const nothing = { calls: 0, recordingBytes: 0, heldCalls: 0, days: [] };

it.each([
  [nothing, ['No call would be erased now.']],
  [{ ...nothing, heldCalls: 1 }, ['No call would be erased now.', 'Only a legal hold keeps 1 more call.']],
  [
    { calls: 1, recordingBytes: 0, heldCalls: 0, days: [day('2031-05-04')] },
    ['1 call would be erased within ten minutes.', 'It began on 2031-05-04. Nothing brings back what is erased.'],
  ],
  [
    { calls: 2, recordingBytes: 3_400_000, heldCalls: 2, days: [day('2031-05-04'), day('2031-05-06')] },
    [
      '2 calls would be erased within ten minutes, with about 3.4 MB of recordings.',
      'They began between 2031-05-04 and 2031-05-06. Nothing brings back what is erased.',
      'Only a legal hold keeps 2 more calls.',
    ],
  ],
])('describes %j', (preview, sentences) => expect(describePreview(preview)).toEqual(sentences));
