import { expect, it } from '@jest/globals';
import { callPauseRequested } from './events/control/call-pause-requested.event.js';

it('pauses a call although only a later version knows the reason', () => {
  expect(callPauseRequested.data.parse({ action: 'PAUSE', reason: 'OF_A_LATER_VERSION' })).toEqual({
    action: 'PAUSE',
    reason: 'OTHER',
  });
  expect(callPauseRequested.data.parse({ action: 'PAUSE' })).toEqual({ action: 'PAUSE' });
});
