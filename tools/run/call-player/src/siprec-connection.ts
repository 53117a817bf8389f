import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RtpSender } from '@earshot/media/rtp';
import {
  readAnsweredStreams,
  RecordingClient,
  writeMetadata,
  writeOffer,
  type RecordedPerson,
  type SipResponse,
  type SipServerAddress,
} from '@earshot/media/siprec';
import { Failure } from '@earshot/ports';
import type { PlayOptions } from './play-options.js';
import { CONNECT_WITHIN_MS, reasonOf, type ServerConnection } from './server-connection.js';
import { openDatagramSocket, sipSocketTo } from './sip-socket.js';
import { readSipUrl } from './siprec-target.js';
import { splitTracks } from './split-tracks.js';

const PAYLOAD_TYPE_OF_PCMU = 0;
/** 20 ms at 8 kHz. */
const PACKET_BYTES = 160;
/** The close codes of a WebSocket, which the player goes by: the call is over, come again, the call is refused. */
const closeCodes = { ended: 1000, lost: 1006, refused: 1008 };
const WARNING = /"(?<code>[A-Z_]+): (?<says>.*)"\s*$/;

/** One stream of the session. */
type SendTrack = (samples: Uint8Array) => Promise<void>;

/**
 * Begins a recording session of SIPREC, for audio in PCMU. Rejects with `Failure` `BAD_ARGUMENT`, `CONNECTION_REFUSED`, or `CALL_REFUSED`
 * with what the server says in its Warning.
 */
export async function openSiprecConnection(
  url: string,
  callId: string,
  options: PlayOptions,
): Promise<ServerConnection> {
  const server = readSipUrl(url);
  const { audio, connectWithinMs = CONNECT_WITHIN_MS } = options;
  let leave: (closeCode: number) => void = () => {};
  const gone = new Promise<number>((resolve) => (leave = resolve));
  const lose = () => leave(closeCodes.lost);
  const client = await connectClient(url, server, connectWithinMs, lose);
  const closers = [() => client.close()];
  const close = () => {
    for (const closeOne of closers.splice(0)) closeOne();
  };
  try {
    const host = await findLocalAddress(server);
    const labels = labelsOf(audio.channelCount);
    const invited = client.invite({
      sdp: writeOffer(
        labels.map((label) => ({ label })),
        host,
      ),
      metadata: writeMetadata(toBase64(callId), peopleOf(options, host)),
    });
    const answer = await answerWithin(invited, gone, connectWithinMs, url);
    if (answer.statusCode >= 300) throw describeRefusal(callId, answer);
    const tracks = await Promise.all(
      readAnsweredStreams(answer).map(({ address, port }) => openTrack(address, port, closers, lose)),
    );
    let isOpen = true;
    void gone.then(() => {
      isOpen = false;
      close();
    });
    void client.waitForRequest('BYE').then(({ headers }) => {
      leave(headers.find('reason')?.includes('cause=480') === true ? closeCodes.refused : closeCodes.lost);
    });
    return {
      isOpen: () => isOpen,
      sendText: () => void client.request('BYE').then(() => leave(closeCodes.ended)),
      sendAudio: async (samples) => {
        if (!isOpen || typeof samples === 'string') return;
        const split = splitTracks(samples, audio);
        await Promise.all(tracks.map((send, track) => send(split[track] ?? new Uint8Array(0))));
      },
      gone,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function connectClient(
  url: string,
  server: SipServerAddress,
  withinMs: number,
  onLost: () => void,
): Promise<RecordingClient> {
  try {
    return await RecordingClient.connect(randomUUID(), server, sipSocketTo(server, withinMs, onLost));
  } catch (cause) {
    throw refused(url, reasonOf(cause as Error), cause);
  }
}

/** The address of this machine that the server can reach. */
async function findLocalAddress({ host, port }: SipServerAddress): Promise<string> {
  const socket = await openDatagramSocket(host, port);
  const { address } = socket.address();
  socket.close();
  return address;
}

async function answerWithin(
  invited: Promise<SipResponse>,
  gone: Promise<number>,
  withinMs: number,
  url: string,
): Promise<SipResponse> {
  const waiting = new AbortController();
  const silence = sleep(withinMs, 'no answer', { signal: waiting.signal }).catch(() => 'no answer');
  const answer = await Promise.race([invited, gone, silence]);
  waiting.abort();
  if (typeof answer === 'object') return answer;
  const { transport } = readSipUrl(url);
  throw refused(url, `no answer; is EARSHOT_SIPREC_${transport}_PORT set there?`);
}

const refused = (url: string, reason: string, cause?: unknown): Failure =>
  new Failure('CONNECTION_REFUSED', `cannot connect to ${url}: ${reason}`, { retryable: true, cause });

function describeRefusal(callId: string, { headers, statusCode }: SipResponse): Failure {
  const { code = `SIP ${statusCode}`, says = 'the server does not take the call' } =
    WARNING.exec(headers.find('warning') ?? '')?.groups ?? {};
  return new Failure('CALL_REFUSED', `call ${callId}: ${says} (${code})`);
}

/** A track that the server refused with port 0 is not sent. */
async function openTrack(
  address: string,
  port: number,
  closers: (() => void)[],
  onLost: () => void,
): Promise<SendTrack> {
  if (port === 0) return async () => undefined;
  const socket = await openDatagramSocket(address, port);
  closers.push(() => socket.close());
  socket.on('error', onLost);
  const rtp = new RtpSender({ payloadType: PAYLOAD_TYPE_OF_PCMU, ssrc: randomInt(2 ** 32) });
  return async (samples) => {
    for (let at = 0; at < samples.length; at += PACKET_BYTES) {
      const packet = samples.subarray(at, at + PACKET_BYTES);
      await new Promise((sent) => socket.send(rtp.writePacket(packet, packet.length), sent));
    }
  };
}

const labelsOf = (trackCount: number): string[] =>
  Array.from({ length: trackCount }, (_, track) => ['customer', 'agent'][track] ?? `track-${track}`);

function peopleOf({ audio, agentId, fromNumber, toNumber }: PlayOptions, host: string): RecordedPerson[] {
  const people: RecordedPerson[] = [
    { id: 'customer', role: 'CUSTOMER', address: `sip:${fromNumber ?? 'customer'}@${host}`, label: 'customer' },
    {
      id: 'agent',
      role: 'AGENT',
      address: `sip:${toNumber ?? 'agent'}@${host}`,
      label: 'agent',
      ...(agentId !== undefined && { name: agentId }),
    },
  ];
  return people.slice(0, audio.channelCount);
}

/** A UUID as session ids of SIPREC write it. */
const toBase64 = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64');
