import type { Word } from '@earshot/contracts';
import type { RecognizedTokens } from './recognizer-protocol.js';

/** Models give the start of a piece, not its end. A word ends where the next one starts, or this long after its last piece. */
const LAST_PIECE_MS = 300;
const WORD_START = /^[\u2581\s]/;
const BYTE = /^<0x([0-9A-Fa-f]{2})>$/;
const IDEOGRAPH = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

interface Piece {
  readonly text: string;
  readonly startMs: number;
}

/** Joins the pieces of a model's result into words, timed on the clock of the written audio. */
export function normalizeSherpa(result: RecognizedTokens): { text: string; words: Word[] } {
  const toMs = result.toSeconds * 1_000;
  const words: { text: string; startMs: number; lastMs: number }[] = [];
  for (const { text, startMs } of piecesOf(result)) {
    const bare = text.replace(WORD_START, '');
    const last = words.at(-1);
    const begins = last === undefined || WORD_START.test(text) || IDEOGRAPH.test(bare) || IDEOGRAPH.test(last.text);
    if (begins) words.push({ text: bare, startMs, lastMs: startMs });
    else Object.assign(last, { text: last.text + bare, lastMs: startMs });
  }
  const spoken = words.filter((word) => word.text !== '');
  const timed = spoken.map(({ text, startMs, lastMs }, n) => {
    const endMs = Math.min(lastMs + LAST_PIECE_MS, spoken[n + 1]?.startMs ?? Infinity, toMs);
    return {
      text: lowerCapitals(text, spoken),
      startMs: Math.min(startMs, toMs),
      endMs: Math.max(endMs, Math.min(startMs, toMs)),
    };
  });
  return { text: join(timed), words: timed };
}

function piecesOf({ tokens, timestamps, startSeconds }: RecognizedTokens): Piece[] {
  const pieces: Piece[] = [];
  let bytes: number[] = [];
  let bytesStartMs = 0;
  const flush = () => {
    if (bytes.length > 0)
      pieces.push({ text: new TextDecoder().decode(Uint8Array.from(bytes)), startMs: bytesStartMs });
    bytes = [];
  };
  for (const [n, token] of tokens.entries()) {
    const startMs = Math.round((startSeconds + (timestamps[n] ?? 0)) * 1_000);
    const byte = BYTE.exec(token)?.[1];
    if (byte === undefined) flush();
    else if (bytes.length === 0) bytesStartMs = startMs;
    if (byte === undefined) pieces.push({ text: token, startMs });
    else bytes.push(Number.parseInt(byte, 16));
  }
  flush();
  return pieces;
}

/** Models trained on LibriSpeech write capitals only. */
function lowerCapitals(text: string, all: readonly { text: string }[]): string {
  return all.some((word) => word.text !== word.text.toUpperCase()) ? text : text.toLowerCase();
}

function join(words: readonly Word[]): string {
  return words
    .map(({ text }, n) =>
      n > 0 && !(IDEOGRAPH.test(text) && IDEOGRAPH.test(words[n - 1]?.text ?? '')) ? ` ${text}` : text,
    )
    .join('');
}
