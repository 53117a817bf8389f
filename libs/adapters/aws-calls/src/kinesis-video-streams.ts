import { BoundedMap } from '@earshot/domain';
import type { StreamPlace, VideoStreams } from '@earshot/ports';
import type { KinesisVideoMediaClient, StartSelector } from '@aws-sdk/client-kinesis-video-media';
import { createHandler, placeOf, type AwsPlace } from './aws-place.js';

const ANSWER_WITHIN_MS = 5_000;
const MAX_SOCKETS = 64;
/** One for each stream that is read. */
const MAX_MEDIA_SOCKETS = 20_000;
/** Streams share endpoints. */
const MAX_ENDPOINTS = 256;

/** The media of Kinesis Video Streams. */
export async function openVideoStreams(place: AwsPlace): Promise<VideoStreams> {
  const [control, media] = await Promise.all([
    import('@aws-sdk/client-kinesis-video'),
    import('@aws-sdk/client-kinesis-video-media'),
  ]);
  const client = new control.KinesisVideoClient({
    ...placeOf(place),
    requestHandler: await createHandler(MAX_SOCKETS, ANSWER_WITHIN_MS),
  });
  // It never times out: the session of a silent call brings nothing. Whoever reads ends it.
  const requestHandler = await createHandler(MAX_MEDIA_SOCKETS, 0);
  const clients = new BoundedMap<string, KinesisVideoMediaClient>(MAX_ENDPOINTS);
  const clientAt = (endpoint: string): KinesisVideoMediaClient => {
    const known = clients.get(endpoint);
    if (known !== undefined) return known;
    // The reader tries again itself, and knows where.
    const opened = new media.KinesisVideoMediaClient({
      ...placeOf({ ...place, endpoint }),
      requestHandler,
      maxAttempts: 1,
    });
    clients.set(endpoint, opened);
    return opened;
  };
  return {
    async *readMedia(streamArn, from, signal) {
      const { DataEndpoint = '' } = await client.send(
        new control.GetDataEndpointCommand({ StreamARN: streamArn, APIName: 'GET_MEDIA' }),
        { abortSignal: signal },
      );
      const { Payload } = await clientAt(DataEndpoint).send(
        new media.GetMediaCommand({ StreamARN: streamArn, StartSelector: toSelector(from) }),
        { abortSignal: signal },
      );
      if (Payload === undefined) return;
      const stream = Payload as import('node:stream').Readable;
      const stop = () => stream.destroy();
      signal.addEventListener('abort', stop, { once: true });
      try {
        for await (const bytes of stream) yield bytes as Uint8Array;
      } finally {
        signal.removeEventListener('abort', stop);
        stream.destroy();
      }
    },
    close: () => {
      client.destroy();
      requestHandler.destroy();
    },
  };
}

/** @see https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_dataplane_StartSelector.html */
function toSelector(from: StreamPlace): StartSelector {
  if (from === 'NOW') return { StartSelectorType: 'NOW' };
  if ('afterFragmentNumber' in from)
    return { StartSelectorType: 'FRAGMENT_NUMBER', AfterFragmentNumber: from.afterFragmentNumber };
  return { StartSelectorType: 'SERVER_TIMESTAMP', StartTimestamp: new Date(from.serverAtMs) };
}
