import { Failure } from '@earshot/ports';
import { crc32 } from 'node:zlib';

/** One message of an event stream of AWS. */
export interface ServiceEvent {
  /** `:event-type`, such as `TranscriptEvent`; null for an exception. */
  readonly eventType: string | null;
  /** `:exception-type`, such as `LimitExceededException`; null for an event. */
  readonly exceptionType: string | null;
  readonly body: Buffer;
}

const PRELUDE_BYTES = 12;
const CRC_BYTES = 4;
const TYPE_TEXT = 7;
/** Longer messages are garbage: results of one utterance are some kB long. */
const MAX_MESSAGE_BYTES = 1_048_576;
/** Bytes of a header's value by its type. Bytes and text have their length in front. */
const VALUE_BYTES = [0, 0, 1, 2, 4, 8, NaN, NaN, 8, 16];

/**
 * Cuts the response of a request into its messages and checks their checksums. The reader of the SDK passes each message through
 * four iterators and a schema, and does not say when a connection broke.
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html
 */
export class EventReader {
  private rest: Buffer | null = null;

  /** Bytes of a message whose end has not come. */
  get pendingBytes(): number {
    return this.rest?.length ?? 0;
  }

  /** Throws a retryable `Failure` when the bytes are no event stream. */
  read(bytes: Buffer): ServiceEvent[] {
    const all = this.rest === null ? bytes : Buffer.concat([this.rest, bytes]);
    const events: ServiceEvent[] = [];
    let at = 0;
    while (all.length - at >= PRELUDE_BYTES) {
      const length = readLength(all, at);
      if (all.length - at < length) break;
      events.push(readMessage(all.subarray(at, at + length)));
      at += length;
    }
    this.rest = at === all.length ? null : all.subarray(at);
    return events;
  }
}

/** Checks the prelude before the message is complete, so that a wrong length does not make the reader wait for it. */
function readLength(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32BE(at);
  const headerBytes = bytes.readUInt32BE(at + 4);
  const isSane = length <= MAX_MESSAGE_BYTES && PRELUDE_BYTES + headerBytes + CRC_BYTES <= length;
  if (!isSane || bytes.readUInt32BE(at + 8) !== crc32(bytes.subarray(at, at + 8))) throw garbage();
  return length;
}

function readMessage(message: Buffer): ServiceEvent {
  const end = message.length - CRC_BYTES;
  if (message.readUInt32BE(end) !== crc32(message.subarray(0, end))) throw garbage();
  const bodyAt = PRELUDE_BYTES + message.readUInt32BE(4);
  const texts = readTexts(message.subarray(PRELUDE_BYTES, bodyAt));
  const isEvent = texts.get(':message-type') === 'event';
  return {
    eventType: isEvent ? (texts.get(':event-type') ?? '') : null,
    // Errors that the service did not model carry a code instead.
    exceptionType: isEvent ? null : (texts.get(':exception-type') ?? texts.get(':error-code') ?? 'UnknownError'),
    body: message.subarray(bodyAt, end),
  };
}

/** The text headers of a message. */
function readTexts(headers: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let at = 0;
  while (at < headers.length) {
    const nameEnd = at + 1 + headers.readUInt8(at);
    const valueType = headers[nameEnd] ?? NaN;
    let valueAt = nameEnd + 1;
    let valueBytes = VALUE_BYTES[valueType];
    if (valueBytes === undefined) throw garbage();
    if (Number.isNaN(valueBytes)) {
      if (valueAt + 2 > headers.length) throw garbage();
      valueBytes = headers.readUInt16BE(valueAt);
      valueAt += 2;
    }
    if (valueAt + valueBytes > headers.length) throw garbage();
    if (valueType === TYPE_TEXT)
      texts.set(headers.toString('latin1', at + 1, nameEnd), headers.toString('utf8', valueAt, valueAt + valueBytes));
    at = valueAt + valueBytes;
  }
  return texts;
}

const garbage = () =>
  new Failure('SPEECH_STREAM_LOST', 'the service sent bytes that are no event stream', { retryable: true });
