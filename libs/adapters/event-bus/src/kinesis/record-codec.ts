/** The most bytes of a record beside its key. Kinesis counts both, and a key of 256 characters has up to 1,024 bytes. */
export const MAX_RECORD_BYTES = 1_048_576 - 1_024;

/** Half of the largest message, so that it needs two records. */
const CHUNK_BYTES = 524_288;
/** No JSON and no audio frame starts like this. A message that does is sent as a single chunk. */
const MAGIC = Buffer.from([0x00, 0x45, 0x53, 0x43, 0x01]);
const ID_BYTES = 16;
const HEADER_BYTES = MAGIC.length + ID_BYTES + 4;

/** One part of a message that does not fit into a record. */
export interface Chunk {
  readonly messageId: string;
  readonly index: number;
  /** How many chunks the message has. */
  readonly count: number;
  readonly bytes: Uint8Array;
}

const isChunk = (data: Uint8Array): boolean =>
  data.length >= HEADER_BYTES && MAGIC.equals(data.subarray(0, MAGIC.length));

/** A message is one record as it is. One that is too large is cut into chunks, each with a header. */
export function toRecords(value: Uint8Array, newMessageId: () => Uint8Array): Uint8Array[] {
  if (value.length <= MAX_RECORD_BYTES && !isChunk(value)) return [value];
  const id = newMessageId().subarray(0, ID_BYTES);
  const count = Math.max(1, Math.ceil(value.length / CHUNK_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const part = value.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    const record = Buffer.alloc(HEADER_BYTES + part.length);
    record.set(MAGIC, 0);
    record.set(id, MAGIC.length);
    record.writeUInt16BE(index, MAGIC.length + ID_BYTES);
    record.writeUInt16BE(count, MAGIC.length + ID_BYTES + 2);
    record.set(part, HEADER_BYTES);
    return record;
  });
}

/** The chunk in a record. Undefined when the record is a whole message. */
export function readChunk(data: Uint8Array): Chunk | undefined {
  if (!isChunk(data)) return undefined;
  const view = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return {
    messageId: view.toString('hex', MAGIC.length, MAGIC.length + ID_BYTES),
    index: view.readUInt16BE(MAGIC.length + ID_BYTES),
    count: view.readUInt16BE(MAGIC.length + ID_BYTES + 2),
    bytes: data.subarray(HEADER_BYTES),
  };
}
