import { wavHeader } from '@earshot/domain';
import type { RecordingStore } from '@earshot/ports';
import { Readable } from 'node:stream';
import { TestCall, type CallOptions } from './test-call.js';

/** A store with the recording of one call, and the byte ranges that were read from it. */
export function recordedCall(
  id: string,
  durationMs: number,
  options: CallOptions,
): RecordingStore & { readonly reads: [number, number][] } {
  const call = new TestCall({ publish: () => Promise.resolve() }, id, options);
  const { payload } = call.frameEvent(0, (durationMs * call.rateHz) / 1_000);
  const format = { codec: 'L16', sampleRateHz: call.rateHz, channelCount: 2 } as const;
  const file = Buffer.concat([wavHeader(format, payload.length), payload]);
  const reads: [number, number][] = [];
  return {
    reads,
    open: () => Promise.reject(new Error('transcription does not record')),
    finish: () => Promise.reject(new Error('transcription does not record')),
    find: (callId) =>
      Promise.resolve(
        callId !== id
          ? null
          : {
              format,
              sizeBytes: file.length,
              durationMs,
              modifiedAtMs: 0,
              read: (from, toInclusive) => {
                reads.push([from, toInclusive]);
                const pieces = [];
                // Pieces of odd length, as a disk may give them.
                for (let at = from; at <= toInclusive; at += 4_001)
                  pieces.push(file.subarray(at, Math.min(at + 4_001, toInclusive + 1)));
                return Readable.from(pieces);
              },
            },
      ),
  };
}
