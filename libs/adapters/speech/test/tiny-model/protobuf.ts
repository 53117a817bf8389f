/** Just enough of the protobuf wire format to write a message field by field. */
export type Field = Uint8Array;

const varint = (value: number | bigint): number[] => {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return bytes;
};

export const concat = (...fields: readonly Field[]): Field => new Uint8Array(Buffer.concat(fields));
export const integer = (field: number, value: number | bigint): Field =>
  Uint8Array.from([...varint(field << 3), ...varint(value)]);
export const bytes = (field: number, value: Uint8Array): Field =>
  concat(Uint8Array.from([...varint((field << 3) | 2), ...varint(value.length)]), value);
export const text = (field: number, value: string): Field => bytes(field, Buffer.from(value, 'utf8'));
export const message = (field: number, ...fields: readonly Field[]): Field => bytes(field, concat(...fields));
