import { describe, expect, it } from '@jest/globals';
import { findRtpProblems, rtpProblemCodes, rtpProblems } from './rtp-problems.js';

const none = { taken: 5_000, lost: 0, notAuthentic: 0, strangers: 0, floods: 0, otherTypes: 0, malformed: 0 };

describe('findRtpProblems', () => {
  it.each([
    [{ notAuthentic: 50 }, ['RTP_NOT_AUTHENTIC']],
    [{ strangers: 60, floods: 50 }, ['RTP_FROM_STRANGERS', 'RTP_FLOOD']],
    [{ otherTypes: 50, malformed: 50 }, ['RTP_TYPE_NOT_AGREED', 'RTP_MALFORMED']],
    [{ lost: 60 }, ['RTP_LOSSY']],
    [{ lost: 50 }, []],
    [{ taken: 100, lost: 49, malformed: 49 }, []],
  ])('of %j are %j', (counts, codes) => {
    expect(findRtpProblems({ ...none, ...counts })).toEqual(codes);
  });

  it.each(rtpProblemCodes)('has a sentence for %s', (code) => {
    expect(rtpProblems[code]).toMatch(/^\S.*\.$/);
  });
});
