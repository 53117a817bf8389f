import { Failure } from '@earshot/ports';

/** Moonshine's vocabulary: that of Llama, and ids of its own that stand for no text. */
const LLAMA_TOKENS = 32_000;
const EXTRA_TOKENS = 768;
const VOCABULARY = /llama_vocab_base64\s*=\s*"([A-Za-z0-9+/=]+)"/;
const BYTE = /^<0x([0-9A-F]{2})>$/;

/**
 * The `tokens.txt` that sherpa-onnx reads for Moonshine, from the source text of the package `llama-tokenizer-js`, which
 * is read and not run: one line for each id, `BASE64(bytes of the token) ID`. A wrong file would end sherpa's process.
 */
export function llamaTokens(source: string): string {
  const vocabulary = Buffer.from(VOCABULARY.exec(source)?.[1] ?? '', 'base64')
    .toString('utf8')
    .split('\n');
  if (vocabulary.length !== LLAMA_TOKENS) {
    throw new Failure('SPEECH_MODEL_UNUSABLE', `the vocabulary has ${vocabulary.length} tokens, not ${LLAMA_TOKENS}`);
  }
  const extra = Array.from({ length: EXTRA_TOKENS }, (_, n) => `<<ST_${n}>>`);
  return [...vocabulary, ...extra].map((token, id) => `${bytesOf(token).toString('base64')} ${id}\n`).join('');
}

function bytesOf(token: string): Buffer {
  const byte = BYTE.exec(token)?.[1];
  return byte === undefined ? Buffer.from(token) : Buffer.from(byte, 'hex');
}
