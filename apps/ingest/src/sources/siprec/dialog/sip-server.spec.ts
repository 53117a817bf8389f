import { err, ok, type Result } from '@earshot/contracts';
import { readSipMessage, type RecordingBody, type SiprecErrorCode, type SipMessage } from '@earshot/media/siprec';
import { CapturingLogger, CapturingMetrics, ManualClock } from '@earshot/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createIngestMetrics } from '../../../ingest.metrics.js';
import type { SipPath } from '../transport/sip-path.js';
import type { Recording, RecordingRequest } from './recording.js';
import { SipServer } from './sip-server.js';

/** A recording that remembers what it is told. */
class FakeRecording implements Recording {
  readonly description = 'v=0 our description';
  readonly changes: RecordingBody[] = [];
  isAudioComing = true;
  endings: string[] = [];
  refusal: SiprecErrorCode | undefined;

  changeRecording(body: RecordingBody): Promise<Result<string | null, SiprecErrorCode>> {
    this.changes.push(body);
    if (this.refusal !== undefined) return Promise.resolve(err(this.refusal));
    return Promise.resolve(ok(body.sdp === undefined ? null : 'v=0 our answer'));
  }

  isAlive = () => this.isAudioComing;
  isReceiving = () => this.isAudioComing;
  end = () => void this.endings.push('ended');
  lose = () => void this.endings.push('lost');
}

const OFFER = 'v=0\r\n';

interface Fields {
  readonly method?: string;
  readonly cseq?: number;
  readonly branch?: string;
  readonly toTag?: string;
  readonly callId?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

function writeRequest({ method = 'INVITE', cseq = 1, branch, toTag, callId = 'c1', headers, body = OFFER }: Fields) {
  return new TextEncoder().encode(
    [
      `${method} sip:srs@192.0.2.9 SIP/2.0`,
      `Via: SIP/2.0/UDP 10.1.1.1:5070;branch=${branch ?? `z9hG4bK-${method}-${cseq}`};rport`,
      'From: <sip:src@10.1.1.1>;tag=theirs',
      `To: <sip:srs@192.0.2.9>${toTag === undefined ? '' : `;tag=${toTag}`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      'Contact: <sip:src@10.1.1.1:5080>;+sip.src',
      ...(headers ?? ['Require: siprec', 'Allow: INVITE, BYE, UPDATE', 'Supported: timer']),
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
}

/** The 200 to a request of the server. */
function writeAnswer(request: SipMessage | undefined): Uint8Array {
  const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map(
    (name) => `${name}: ${request?.headers.find(name.toLowerCase())}`,
  );
  return new TextEncoder().encode(['SIP/2.0 200 OK', ...copied, '', ''].join('\r\n'));
}

class Bench {
  readonly clock = new ManualClock();
  readonly sent: SipMessage[] = [];
  readonly sentPorts: (number | undefined)[] = [];
  readonly opened: FakeRecording[] = [];
  readonly requests: RecordingRequest[] = [];
  refusal: SiprecErrorCode | undefined;
  failure: Error | undefined;
  holdOpening: Promise<void> = Promise.resolve();
  readonly server: SipServer;
  private ids = 0;

  constructor() {
    this.server = new SipServer(
      {
        publicAddress: '192.0.2.9',
        isAllowed: (address) => address.startsWith('10.1.1.'),
        openRecording: async (request) => {
          this.requests.push(request);
          await this.holdOpening;
          if (this.failure !== undefined) throw this.failure;
          if (this.refusal !== undefined) return err(this.refusal);
          const recording = new FakeRecording();
          this.opened.push(recording);
          return ok(recording);
        },
      },
      this.clock,
      () => `id${++this.ids}`,
      { logger: new CapturingLogger(), metrics: createIngestMetrics(new CapturingMetrics()) },
    );
  }

  path(isReliable = false, address = '10.1.1.1'): SipPath {
    return {
      transport: isReliable ? 'TCP' : 'UDP',
      isReliable,
      peer: { address, port: 5070 },
      localPort: 5060,
      send: (bytes, port) => {
        const read = readSipMessage(bytes);
        if (!read.ok) throw new Error(read.error);
        this.sent.push(read.value);
        this.sentPorts.push(port);
      },
    };
  }

  /** Sends a request and lets the answer be made. Returns the messages that came because of it. */
  async ask(fields: Fields, isReliable = false): Promise<SipMessage[]> {
    const before = this.sent.length;
    this.server.receiveMessage(writeRequest(fields), this.path(isReliable));
    await this.clock.advance(0);
    return this.sent.slice(before);
  }

  async open(headers?: readonly string[], isReliable = false): Promise<string> {
    const [, final] = await this.ask(headers === undefined ? {} : { headers }, isReliable);
    return final?.to.params['tag'] ?? '';
  }

  statuses(messages: readonly SipMessage[]): (number | string)[] {
    return messages.map((message) => (message.kind === 'response' ? message.statusCode : message.method));
  }
}

describe('SipServer', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });

  it('answers an INVITE with 100 and 200, with our description and our feature tag', async () => {
    const answers = await bench.ask({});
    expect(bench.statuses(answers)).toEqual([100, 200]);
    expect(answers[1]?.headers.find('contact')).toBe('<sip:earshot@192.0.2.9:5060>;+sip.srs');
    expect(new TextDecoder().decode(answers[1]?.body)).toBe('v=0 our description');
    expect(answers[1]?.headers.find('content-type')).toBe('application/sdp');
  });

  it('sends the 200 again until it is acknowledged, and the same one for an INVITE that comes again', async () => {
    const tag = await bench.open();
    await bench.clock.advance(1_500);
    expect(bench.statuses(bench.sent)).toEqual([100, 200, 200, 200]);
    expect(bench.statuses(await bench.ask({}))).toEqual([200]);
    await bench.ask({ method: 'ACK', toTag: tag, body: '' });
    const count = bench.sent.length;
    await bench.clock.advance(60_000);
    expect(bench.sent).toHaveLength(count);
    expect(bench.opened).toHaveLength(1);
  });

  it('stops to send a 200 that nobody acknowledges, and keeps the call', async () => {
    await bench.open();
    await bench.clock.advance(40_000);
    const count = bench.sent.length;
    expect(count).toBe(12);
    await bench.clock.advance(60_000);
    expect(bench.sent).toHaveLength(count);
    expect(bench.opened[0]?.endings).toEqual([]);
  });

  it('ends the recording at BYE, and knows its dialog no longer', async () => {
    const toTag = await bench.open();
    expect(bench.statuses(await bench.ask({ method: 'BYE', cseq: 2, toTag, body: '' }))).toEqual([200]);
    expect(bench.opened[0]?.endings).toEqual(['ended']);
    expect(bench.statuses(await bench.ask({ method: 'BYE', cseq: 3, toTag, body: '' }))).toEqual([481]);
  });

  it('answers 487 and ends the recording when the client gives up before the answer', async () => {
    let open = () => {};
    bench.holdOpening = new Promise((resolve) => (open = resolve));
    await bench.ask({});
    const answers = await bench.ask({ method: 'CANCEL', branch: 'z9hG4bK-INVITE-1', body: '' });
    expect(bench.statuses(answers)).toEqual([200, 487]);
    open();
    await bench.clock.advance(0);
    expect(bench.opened[0]?.endings).toEqual(['lost']);
    expect(bench.server.dialogCount).toBe(0);
  });

  it('applies a re-INVITE and an UPDATE, and keeps the recording when one is refused', async () => {
    const toTag = await bench.open();
    const changed = await bench.ask({ cseq: 2, toTag });
    expect(bench.statuses(changed)).toEqual([100, 200]);
    expect(new TextDecoder().decode(changed[1]?.body)).toBe('v=0 our answer');
    await bench.ask({ method: 'ACK', cseq: 2, toTag, body: '' });
    const updated = await bench.ask({ method: 'UPDATE', cseq: 3, toTag, body: '' });
    expect(bench.statuses(updated)).toEqual([200]);
    expect(updated[0]?.body).toHaveLength(0);
    if (bench.opened[0] !== undefined) bench.opened[0].refusal = 'CODEC_NOT_OFFERED';
    expect(bench.statuses(await bench.ask({ cseq: 4, toTag }))).toEqual([100, 488]);
    expect(bench.opened[0]?.changes).toHaveLength(3);
    expect(bench.opened[0]?.endings).toEqual([]);
  });

  it('offers its description in the answer to a re-INVITE without an offer', async () => {
    const toTag = await bench.open();
    const answers = await bench.ask({ cseq: 2, toTag, body: '' });
    expect(new TextDecoder().decode(answers[1]?.body)).toBe('v=0 our description');
  });

  it.each<[string, Fields, number, string]>([
    ['another extension', { headers: ['Require: siprec, precondition'] }, 420, 'EXTENSION_NOT_SUPPORTED'],
    ['no offer', { body: '' }, 488, 'OFFER_MISSING'],
    ['a session timer that is too short', { headers: ['Require: siprec', 'x: 30'] }, 422, 'SESSION_INTERVAL_TOO_SMALL'],
    ['a dialog that is over', { toTag: 'gone' }, 481, 'DIALOG_UNKNOWN'],
    ['a method of telephones', { method: 'REGISTER', body: '' }, 405, 'METHOD_NOT_SUPPORTED'],
    ['a BYE without a dialog', { method: 'BYE', body: '' }, 481, 'DIALOG_UNKNOWN'],
  ])('refuses %s with its reason', async (_, fields, status, code) => {
    const answer = (await bench.ask(fields)).at(-1);
    expect(answer).toMatchObject({ statusCode: status });
    expect(answer?.headers.find('warning')).toMatch(new RegExp(`^399 earshot "${code}: .+\\."$`));
  });

  it('refuses an INVITE that is no recording session', async () => {
    const plain = new TextDecoder().decode(writeRequest({ headers: [] })).replace(';+sip.src', '');
    bench.server.receiveMessage(new TextEncoder().encode(plain), bench.path());
    await bench.clock.advance(0);
    expect(bench.sent.at(-1)).toMatchObject({ statusCode: 421 });
    expect(bench.sent.at(-1)?.headers.find('require')).toBe('siprec');
  });

  it('names the extension that it does not have, and when to come again while it is busy', async () => {
    const [refused] = await bench.ask({ headers: ['Require: 100rel'] });
    expect(refused?.headers.find('unsupported')).toBe('100rel');
    bench.refusal = 'SIP_BUSY';
    const busy = (await bench.ask({ callId: 'c2', branch: 'z9hG4bK-2' })).at(-1);
    expect([busy?.kind === 'response' && busy.statusCode, busy?.headers.find('retry-after')]).toEqual([503, '5']);
  });

  it('refuses a change while the one before has no answer, and a CSeq that was used', async () => {
    const toTag = await bench.open();
    bench.server.receiveMessage(writeRequest({ cseq: 3, toTag }), bench.path());
    bench.server.receiveMessage(writeRequest({ cseq: 4, toTag }), bench.path());
    await bench.clock.advance(0);
    const answers = bench.sent.slice(2).filter(({ cseq }) => cseq.number === 4);
    expect(bench.statuses(answers)).toEqual([491]);
    expect(bench.statuses(await bench.ask({ method: 'UPDATE', cseq: 3, toTag, branch: 'z9hG4bK-x' }))).toEqual([500]);
  });

  it('lets the client refresh the session, and ends it when neither a refresh nor audio comes', async () => {
    const headers = ['Require: siprec', 'Supported: timer', 'Session-Expires: 90'];
    const answers = await bench.ask({ headers });
    expect(answers[1]?.headers.find('session-expires')).toBe('90;refresher=uac');
    await bench.ask({ method: 'ACK', toTag: answers[1]?.to.params['tag'] ?? '', body: '' });
    await bench.clock.advance(89_000);
    bench.server.tick(bench.clock.nowMs());
    expect(bench.opened[0]?.endings).toEqual([]);
    if (bench.opened[0] !== undefined) bench.opened[0].isReceiving = () => false;
    bench.server.tick(bench.clock.nowMs());
    expect(bench.opened[0]?.endings).toEqual(['lost']);
    expect(bench.statuses(bench.sent).at(-1)).toBe('BYE');
  });

  it.each([
    ['UPDATE', ['Require: siprec', 'Supported: timer', 'Allow: UPDATE', 'Session-Expires: 100;refresher=uas']],
    ['INVITE', ['Require: siprec', 'Supported: timer', 'Session-Expires: 100;refresher=uas']],
  ])('refreshes the session by %s where that is its part', async (method, headers) => {
    const answers = await bench.ask({ headers }, true);
    expect(answers[1]?.headers.find('session-expires')).toBe('100;refresher=uas');
    await bench.ask({ method: 'ACK', toTag: answers[1]?.to.params['tag'] ?? '', body: '' }, true);
    await bench.clock.advance(51_000);
    bench.server.tick(bench.clock.nowMs());
    const refresh = bench.sent.at(-1);
    expect(refresh).toMatchObject({ method, uri: 'sip:src@10.1.1.1:5080', callId: 'c1' });
    expect(refresh?.headers.find('session-expires')).toBe('100;refresher=uac');
    bench.server.receiveMessage(writeAnswer(refresh), bench.path(true));
    await bench.clock.advance(30_000);
    bench.server.tick(bench.clock.nowMs());
    expect(bench.opened[0]?.endings).toEqual([]);
    expect(bench.statuses(bench.sent).slice(2)).toEqual(method === 'INVITE' ? ['INVITE', 'ACK'] : ['UPDATE']);
  });

  it('ends a recording whose audio stopped, because its BYE was lost, and tells the client again and again', async () => {
    const toTag = await bench.open();
    await bench.ask({ method: 'ACK', toTag, body: '' });
    if (bench.opened[0] !== undefined) bench.opened[0].isAudioComing = false;
    bench.server.tick(bench.clock.nowMs());
    await bench.clock.advance(1_500);
    expect(bench.statuses(bench.sent.slice(2))).toEqual(['BYE', 'BYE', 'BYE']);
    expect(bench.sentPorts.at(-1)).toBe(5080);
    expect(bench.opened[0]?.endings).toEqual(['lost']);
  });

  it('drains: refuses new sessions, and leaves the calls of the others open', async () => {
    await bench.open();
    const closed = bench.server.close();
    await bench.clock.advance(1_000);
    await closed;
    expect(bench.opened[0]?.endings).toEqual(['lost']);
    expect(bench.statuses(bench.sent)).toContain('BYE');
    expect(bench.statuses(await bench.ask({ callId: 'c2', branch: 'z9hG4bK-9' }))).toEqual([503]);
    expect(bench.statuses(await bench.ask({ method: 'OPTIONS', body: '', branch: 'z9hG4bK-8' }))).toEqual([503]);
  });

  it('sends nothing again after the drain, not even a refresh that has no answer', async () => {
    const headers = ['Require: siprec', 'Allow: UPDATE', 'Session-Expires: 100;refresher=uas'];
    const toTag = await bench.open(headers);
    await bench.ask({ method: 'ACK', toTag, body: '' });
    await bench.clock.advance(51_000);
    bench.server.tick(bench.clock.nowMs());
    expect(bench.statuses(bench.sent).at(-1)).toBe('UPDATE');
    const closed = bench.server.close();
    const bye = bench.sent.at(-1);
    bench.server.receiveMessage(writeAnswer(bye), bench.path());
    await closed;
    const count = bench.sent.length;
    await bench.clock.advance(60_000);
    expect(bench.statuses(bench.sent.slice(count))).toEqual([]);
  });

  it('tells the client to go elsewhere when a recording cannot be opened, for example because no file can', async () => {
    bench.failure = new Error('too many open files');
    expect(bench.statuses(await bench.ask({}))).toEqual([100, 503]);
  });

  it('leaves room for other clients when one sends a flood, of CANCELs too', async () => {
    for (let at = 0; at < 11_000; at++) {
      const method = at % 2 === 0 ? 'CANCEL' : 'OPTIONS';
      bench.server.receiveMessage(writeRequest({ method, branch: `z9hG4bK-${at}`, body: '' }), bench.path());
    }
    expect(bench.sent.length).toBe(10_000);
    bench.server.receiveMessage(writeRequest({ method: 'OPTIONS', body: '' }), bench.path(false, '10.1.1.2'));
    expect(bench.sent.length).toBe(10_001);
    await bench.clock.advance(32_000);
    bench.server.tick(bench.clock.nowMs());
    expect(await bench.ask({ method: 'OPTIONS', branch: 'z9hG4bK-later', body: '' })).toHaveLength(1);
  });

  it('sends a 200 no longer when the client has gone on to the next request without an ACK', async () => {
    const toTag = await bench.open();
    await bench.ask({ cseq: 2, toTag });
    await bench.ask({ method: 'ACK', cseq: 2, toTag, body: '' });
    const count = bench.sent.length;
    await bench.clock.advance(60_000);
    expect(bench.statuses(bench.sent.slice(count))).toEqual([]);
  });

  it('refuses strangers, and remembers nothing of them', async () => {
    bench.server.receiveMessage(writeRequest({}), bench.path(false, '10.9.9.9'));
    await bench.clock.advance(60_000);
    expect(bench.statuses(bench.sent)).toEqual([403]);
    expect(bench.opened).toEqual([]);
  });

  it('answers OPTIONS with what it can do', async () => {
    const [answer] = await bench.ask({ method: 'OPTIONS', body: '', headers: [] });
    expect(bench.statuses(answer === undefined ? [] : [answer])).toEqual([200]);
    expect(answer?.headers.find('allow')).toBe('INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE');
    expect(answer?.headers.listTokens('supported')).toContain('siprec');
  });
});
