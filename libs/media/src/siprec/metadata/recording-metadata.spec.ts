import { describe, expect, it } from '@jest/globals';
import { SipHeaders } from '../sip/sip-headers.js';
import { readRecordingMetadata } from './read-recording-metadata.js';
import { RosterBuilder } from './recording-roster.js';
import { RecordingState } from './recording-state.js';
import { findHeaderIds } from './vendor-ids.js';

const NS = `xmlns="urn:ietf:params:xml:ns:recording:1"`;
const ALICE = 'srfBElmCRp2QB23b7Mpk0w==';
const ALICE_ID = 'b2b7c112-5982-469d-9007-6ddbecca64d3';
const [BOB, CAROL, SESSION] = ['zSfPoSvdSDCmU3A3TRDxAw==', 'Atnm1ZRnOC6Pm5MApkrDzQ==', 'hVpd7YQgRW2nD22h7q60JQ=='];
const person = (id: string, aor: string, name = '') =>
  `<participant participant_id="${id}"><nameID aor="${aor}">${name && `<name xml:lang="en">${name}</name>`}</nameID></participant>`;
const attends = (id: string, end = '') =>
  `<participantsessionassoc participant_id="${id}" session_id="${SESSION}"><associate-time>2026-01-01T00:00:00Z</associate-time>${end}</participantsessionassoc>`;
const LEFT = '<disassociate-time>2026-01-01T00:01:00Z</disassociate-time>';
const sends = (id: string, ...streams: string[]) =>
  `<participantstreamassoc participant_id="${id}">${streams.map((stream) => `<send>${stream}</send>`).join('')}<recv>x</recv></participantstreamassoc>`;
const streams =
  '<stream stream_id="s1" session_id="x"><label>96</label></stream><stream stream_id="s2"><label>97</label></stream>';
const basic = `<?xml version="1.0"?><recording ${NS}><datamode>complete</datamode>
  <group group_id="g"/><session session_id="${SESSION}"><sipSessionID>ab30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2</sipSessionID><group-ref>g</group-ref></session>
  ${person(ALICE, 'sip:+15550100@biloxi.com;user=phone', 'Alice &amp; Co')}${person(BOB, 'sip:bob@atlanta.com', 'Bob')}
  ${streams}${attends(ALICE)}${attends(BOB)}${sends(ALICE, 's1')}${sends(BOB, 's2')}</recording>`;
const partial = (changes: string) => `<recording ${NS}><dataMode>Partial</dataMode>${changes}</recording>`;

function apply(state: RecordingState, ...documents: string[]): RecordingState {
  for (const text of documents) {
    const read = readRecordingMetadata(text);
    if (!read.ok) throw new Error(read.error);
    state.applyMetadata(read.value);
  }
  return state;
}

const labels = ['96', '97'];
const namesOf = (state: RecordingState) => state.present.map(({ names }) => names[0]?.address);
const speakersOf = (state: RecordingState) => labels.map((label) => state.findSpeaker(label)?.id ?? null);

describe('recording metadata', () => {
  it('names everybody, and who is heard on which stream', () => {
    const state = apply(new RecordingState(), basic);
    expect(state.sessionId).toBe(SESSION);
    expect(speakersOf(state)).toEqual([ALICE, BOB]);
    expect(new RosterBuilder([]).buildRoster(state, labels)).toEqual({
      tracks: [{ participantId: ALICE_ID }, { participantId: 'cd27cfa1-2bdd-4830-a653-70374d10f103' }],
      participants: [
        { id: ALICE_ID, role: 'UNKNOWN', name: 'Alice & Co', number: '+15550100' },
        { id: 'cd27cfa1-2bdd-4830-a653-70374d10f103', role: 'UNKNOWN', name: 'Bob', number: 'bob@atlanta.com' },
      ],
    });
  });

  it('knows agents by their numbers, and takes the others for customers only beside a known agent', () => {
    const state = apply(new RecordingState(), basic);
    const rolesFor = (agents: string[]) =>
      new RosterBuilder(agents).buildRoster(state, labels).participants.map(({ role }) => role);
    expect(rolesFor(['bob@atlanta.com'])).toEqual(['CUSTOMER', 'AGENT']);
    expect(rolesFor(['+1555*'])).toEqual(['AGENT', 'CUSTOMER']);
    expect(rolesFor(['+1556*', '555'])).toEqual(['UNKNOWN', 'UNKNOWN']);
  });

  it('follows a blind transfer: Bob leaves, Carol joins on his stream', () => {
    const state = apply(
      new RecordingState(),
      basic,
      partial(`${person(CAROL, 'sip:carol@example.com')}${attends(BOB, LEFT)}${attends(CAROL)}${sends(CAROL, 's2')}`),
    );
    expect(namesOf(state)).toEqual(['sip:+15550100@biloxi.com;user=phone', 'sip:carol@example.com']);
    expect(speakersOf(state)).toEqual([ALICE, CAROL]);
  });

  it('follows hold and resume', () => {
    const state = apply(new RecordingState(), basic, partial(sends(BOB)));
    expect(speakersOf(state)).toEqual([ALICE, null]);
    expect(speakersOf(apply(state, partial(sends(BOB, 's2'))))).toEqual([ALICE, BOB]);
  });

  it('names nobody for a stream that several people are heard on', () => {
    const state = apply(
      new RecordingState(),
      basic,
      partial(`${person(CAROL, 'tel:+1')}${attends(CAROL)}${sends(CAROL, 's2')}`),
    );
    expect(speakersOf(state)).toEqual([ALICE, null]);
    expect(state.present).toHaveLength(3);
  });

  it('forgets what a complete document no longer names, and keeps the id of the call', () => {
    const state = apply(
      new RecordingState(),
      basic,
      `<recording><session session_id="other"/>${person(BOB, 'sip:bob@b')}</recording>`,
    );
    expect(namesOf(state)).toEqual(['sip:bob@b']);
    expect(state.sessionId).toBe(SESSION);
  });

  it('takes the participants of an ended session off the call', () => {
    const state = apply(
      new RecordingState(),
      basic,
      partial(`<session session_id="${SESSION}"><stop-time>x</stop-time></session>`),
    );
    expect(state.present).toEqual([]);
  });

  it('reads the drafts before RFC 7865, whose ids stand elsewhere', () => {
    const state = apply(
      new RecordingState(),
      `<recording><session id="x"/><participant id="ext1001" session="x"><aor>no</aor><nameID aor="sip:1001@pbx"/><send>s1</send></participant><stream id="s1" session="x"><label>96</label></stream></recording>`,
    );
    const roster = new RosterBuilder([]).buildRoster(state, labels);
    expect(roster.tracks).toEqual([{ participantId: 'participant-1' }, { participantId: null }]);
    expect(roster.participants).toEqual([{ id: 'participant-1', role: 'UNKNOWN', number: '1001' }]);
  });

  it('takes the UCID of a header, and not what a centre put beside it', () => {
    const headers = (value: string) => new SipHeaders([['user-to-user', value]]);
    const withCustomer = '04C80C4D61727920536D697468FA080001000C5F2A11B3;encoding=hex';
    expect(findHeaderIds(headers(withCustomer))).toEqual({ AVAYA_UCID: '0001000C5F2A11B3' });
    expect(findHeaderIds(headers('04C80C4D61727920536D697468;encoding=hex'))).toEqual({});
  });

  it('keeps the ids of vendors, with prefixes that nobody declared', () => {
    const state = apply(
      new RecordingState(),
      `<recording><session session_id="x"><extensiondata><apkt:ucid>00FA080018;encoding=hex</apkt:ucid></extensiondata><ac:AvayaUCID xmlns="urn:x">FA0800</ac:AvayaUCID></session></recording>`,
    );
    expect(state.vendorIds).toEqual({ ORACLE_UCID: '00FA080018;encoding=hex', AVAYA_UCID: 'FA0800' });
    expect(apply(new RecordingState(), basic).vendorIds).toEqual({
      SIP_SESSION_ID: 'ab30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2',
    });
  });

  it.each([
    ['no XML', 'hello', 'METADATA_MALFORMED'],
    ['another document', '<other/>', 'METADATA_MALFORMED'],
    ['an open element', '<recording><session></recording>', 'METADATA_MALFORMED'],
    ['an entity that is not of XML itself', '<recording>&x;</recording>', 'METADATA_MALFORMED'],
    [
      'an external entity',
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><recording>&x;</recording>',
      'METADATA_HAS_DOCTYPE',
    ],
    [
      'entities that grow',
      `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}">]><recording>&b;</recording>`,
      'METADATA_HAS_DOCTYPE',
    ],
    ['elements that are nested too deeply', `<recording>${'<a>'.repeat(100_000)}`, 'METADATA_TOO_LARGE'],
    ['too many elements', `<recording>${'<a/>'.repeat(8_192)}</recording>`, 'METADATA_TOO_LARGE'],
    ['too much text', `<recording>${'x'.repeat(262_144)}</recording>`, 'METADATA_TOO_LARGE'],
  ])('refuses %s', (_, text, error) => {
    expect(readRecordingMetadata(text)).toEqual({ ok: false, error });
  });
});
