import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest } from '@jest/globals';
import { findChromium } from '@earshot/testing/chromium';
import { describeAppearance } from './subjects/appearance.js';
import { describeCallList } from './subjects/call-list.js';
import { describeRecording } from './subjects/call-recording.js';
import { describeControlledCall } from './subjects/controlled-call.js';
import { describeEndedCall } from './subjects/ended-call.js';
import { describeLiveCall } from './subjects/live-call.js';
import { describePausedCall } from './subjects/paused-call.js';
import { describeLoading } from './subjects/loading.js';
import { describeNavigation } from './subjects/navigation.js';
import { describeParticipants } from './subjects/participants.js';
import { describeSession } from './subjects/session.js';
import { describeSignIn } from './subjects/sign-in.js';
import { describeStreamPage } from './subjects/stream-page.js';
import { WebTest } from './support/web-test.js';

const executable = findChromium();
if (!executable) console.warn('Skipped: no Chromium found. Install one, or set CHROMIUM_PATH to its path.');

jest.setTimeout(180_000);

// One file, so that the page is built once and one browser serves all subjects.
(executable ? describe : describe.skip)('the web page', () => {
  const web = new WebTest();

  beforeAll(() => web.launch(executable ?? ''));
  afterAll(() => web.close());
  beforeEach(() => web.startTest());
  afterEach(async () => expect(await web.endTest()).toEqual([]));

  describeCallList(web);
  describeLiveCall(web);
  describePausedCall(web);
  describeControlledCall(web);
  describeEndedCall(web);
  describeRecording(web);
  describeParticipants(web);
  describeAppearance(web);
  describeNavigation(web);
  describeLoading(web);
  describeSignIn(web);
  describeSession(web);
  describeStreamPage(web);
});
