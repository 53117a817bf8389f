import { createHmac, randomBytes } from 'node:crypto';
import type { AudioCodec } from '@earshot/contracts';
import { twilioDialects, type ParameterForm, type TwilioDialect, type TwilioVendor } from '@earshot/media/twilio';
import type { PlayOptions } from './play-options.js';
import type { PlayProtocol } from './play-protocol.js';
import { pathOf } from './server-path.js';
import { splitTracks } from './split-tracks.js';

const trackNames = ['inbound', 'outbound'];
const codecNames: Readonly<Record<AudioCodec, string>> = {
  PCMU: 'audio/x-mulaw',
  PCMA: 'audio/x-alaw',
  L16: 'audio/x-l16',
};
/** Vendors that name the codecs in another way. */
const ownCodecNames: Readonly<Partial<Record<TwilioVendor, Readonly<Partial<Record<AudioCodec, string>>>>>> = {
  telnyx: { PCMU: 'PCMU', PCMA: 'PCMA', L16: 'L16' },
  exotel: { L16: 'raw/slin' },
};

/** A phone system of Twilio's family: text messages with the audio of one track each. It reads no replies. */
export function twilioProtocol(options: PlayOptions, callId: string, vendor: TwilioVendor): PlayProtocol {
  const dialect = twilioDialects[vendor];
  const { audio } = options;
  const account = { [dialect.accountId]: options.account ?? 'call-player', [dialect.callId]: callId };
  const chunks = trackNames.map(() => 0);
  return {
    chunkMs: vendor === 'exotel' ? 100 : 20,
    addressOn: (url) => pathOf(url, `/api/v1/${vendor}`),
    headersFor: (address) => signAddress(address, vendor, options.authToken),
    startMessages: () => {
      chunks.fill(0);
      return [{ event: 'connected', protocol: 'Call', version: '1.0.0' }, startMessage(account, options, dialect)];
    },
    endMessage: () => ({ event: 'stop', stop: account }),
    toAudioMessages: (samples, positionMs) =>
      splitTracks(samples, audio).map((payload, track) => {
        const chunk = (chunks[track] = (chunks[track] ?? 0) + 1);
        const media = { track: trackNames[track], chunk: String(chunk), timestamp: String(Math.round(positionMs)) };
        return {
          event: 'media',
          media: { ...media, payload: toBytes(payload, audio.codec, dialect).toString('base64') },
        };
      }),
    nextMessageAtMs: Infinity,
    takeMessages: () => [],
  };
}

function startMessage(account: object, options: PlayOptions, dialect: TwilioDialect): object {
  const { vendor, unlistedTracks } = dialect;
  const [place] = dialect.parameters;
  const { codec, sampleRateHz, channelCount } = options.audio;
  const tracks = trackNames.slice(0, channelCount);
  const values = {
    agentId: options.agentId,
    customerNumber: options.fromNumber,
    systemNumber: options.toNumber,
    ...(unlistedTracks.length === channelCount ? {} : { tracks: channelCount === 2 ? 'both' : 'inbound' }),
  };
  const custom = place === undefined ? {} : { [place.field]: writeParameters(values, place.form) };
  const format = {
    encoding: ownCodecNames[vendor]?.[codec] ?? codecNames[codec],
    [dialect.sampleRate]: sampleRateHz,
    channels: 1,
  };
  const start = { ...account, tracks, [dialect.format]: format, ...(place?.at === 'start' && custom) };
  return { event: 'start', sequenceNumber: '1', start, ...(place?.at === 'message' && custom) };
}

function writeParameters(values: Record<string, string | undefined>, form: ParameterForm): unknown {
  if (form === 'OBJECT') return values;
  if (form === 'BASE64') return Buffer.from(JSON.stringify(values)).toString('base64');
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(';');
}

const toBytes = (payload: Uint8Array, codec: AudioCodec, { bytesOfL16 }: TwilioDialect): Buffer => {
  const bytes = Buffer.from(payload);
  return codec === 'L16' && bytesOfL16 === 'LARGE_FIRST' ? bytes.swap16() : bytes;
};

/** Signs the upgrade as the vendor does. */
function signAddress(address: string, vendor: TwilioVendor, authToken: string | undefined): Record<string, string> {
  if (authToken === undefined) return {};
  if (vendor === 'plivo') {
    const nonce = randomBytes(12).toString('hex');
    const signature = createHmac('sha256', authToken).update(`${address}.${nonce}`).digest('base64');
    return { 'x-plivo-signature-v3': signature, 'x-plivo-signature-v3-nonce': nonce };
  }
  return { 'x-twilio-signature': createHmac('sha1', authToken).update(address).digest('base64') };
}
