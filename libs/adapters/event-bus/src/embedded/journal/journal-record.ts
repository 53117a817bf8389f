import type { TopicName } from '@earshot/contracts';

/** A message in the journal, with the groups that have not finished it. */
export interface KeptMessage {
  /** Grows with each message of the journal. */
  readonly sequence: number;
  readonly atMs: number;
  readonly topic: TopicName;
  readonly key: string;
  readonly groups: readonly string[];
  readonly value: Uint8Array;
  /** The value is sealed. */
  readonly isSealed?: true;
}

/** Messages that a group finished. */
export interface FinishedMessages {
  readonly group: string;
  readonly finished: readonly number[];
}

/** Two lengths of four bytes: of the header, which is JSON, and of the value that follows it. */
const LENGTHS_BYTES = 8;
const NO_VALUE = new Uint8Array(0);

export function encodeRecord(record: KeptMessage | FinishedMessages): Buffer {
  const { value = NO_VALUE, ...header } = 'value' in record ? record : { ...record, value: undefined };
  const headerBytes = Buffer.from(JSON.stringify(header));
  const lengths = Buffer.alloc(LENGTHS_BYTES);
  lengths.writeUInt32BE(headerBytes.length, 0);
  lengths.writeUInt32BE(value.length, 4);
  return Buffer.concat([lengths, headerBytes, value]);
}

/** The records of a file. Ends at the first record that is not whole: the process died while it wrote it. */
export function* decodeRecords(file: Buffer): Generator<KeptMessage | FinishedMessages> {
  let at = 0;
  while (at + LENGTHS_BYTES <= file.length) {
    const headerEnd = at + LENGTHS_BYTES + file.readUInt32BE(at);
    const end = headerEnd + file.readUInt32BE(at + 4);
    if (end > file.length) return;
    const header = parseHeader(file.toString('utf8', at + LENGTHS_BYTES, headerEnd));
    if (header === null) return;
    yield 'finished' in header ? header : { ...header, value: Uint8Array.from(file.subarray(headerEnd, end)) };
    at = end;
  }
}

function parseHeader(text: string): KeptMessage | FinishedMessages | null {
  try {
    return JSON.parse(text) as KeptMessage | FinishedMessages;
  } catch {
    return null;
  }
}
