import type { AudioCodec } from '@earshot/contracts';
import { channelNames, type OfferedMedia } from './audiohook-messages.js';
import { AUDIOHOOK_RATE_HZ } from './media-position.js';

export type ChannelName = (typeof channelNames)[number];

/** A way of sending audio that the client offers and Earshot takes. */
export interface ChosenMedia {
  readonly codec: Extract<AudioCodec, 'PCMU' | 'L16'>;
  /** In the order of the samples. */
  readonly channels: readonly ChannelName[];
  /** As the client offered it, which is how it must be answered. */
  readonly offer: OfferedMedia;
}

/** Most wanted first. PCMU is what telephone networks carry, so L16 only doubles the bytes. */
const wantedCodecs = ['PCMU', 'L16'] as const;
const wantedChannels = ['external,internal', 'internal,external', 'external', 'internal'];

/** Chooses what the client shall send: both sides of the call apart where it can. Undefined: it offers nothing for us. */
export function chooseMedia(offers: readonly OfferedMedia[]): ChosenMedia | undefined {
  return offers
    .filter(isSupported)
    .map((offer) => ({ codec: offer.format, channels: offer.channels, offer }))
    .sort((one, other) => rankOf(one) - rankOf(other))[0];
}

type SupportedMedia = OfferedMedia & { readonly format: ChosenMedia['codec']; readonly channels: ChannelName[] };

const isSupported = (offer: OfferedMedia): offer is SupportedMedia =>
  offer.type === 'audio' &&
  offer.rate === AUDIOHOOK_RATE_HZ &&
  wantedCodecs.some((codec) => codec === offer.format) &&
  wantedChannels.includes(offer.channels.join());

const rankOf = ({ codec, channels }: ChosenMedia): number =>
  wantedChannels.indexOf(channels.join()) * wantedCodecs.length + wantedCodecs.indexOf(codec);
