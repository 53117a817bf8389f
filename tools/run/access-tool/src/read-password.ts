import { badArgument } from '@earshot/ports';

/** A password has at most 256 characters. */
const MAX_BYTES = 2_048;

/** The first line of a stream, such as the standard input. Rejects with `BAD_ARGUMENT` if it is empty or too long. */
export async function readPassword(input: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of input) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > MAX_BYTES) throw badArgument('the standard input is too long for a password');
  }
  const [line = ''] = Buffer.concat(pieces).toString('utf8').split(/\r?\n/, 1);
  if (line === '') throw badArgument('--password-stdin: the standard input has no password');
  return line;
}
