import { describe, expect, it } from '@jest/globals';
import { llamaTokens } from './llama-tokens.js';

const source = (tokens: readonly string[]) =>
  `const llama_vocab_base64 = "${Buffer.from(tokens.join('\n')).toString('base64')}";`;

describe('the tokens file of Moonshine', () => {
  it('has each token in base64 with its id, bytes as bytes, and the ids of Moonshine at the end', () => {
    const tokens = Array.from({ length: 32_000 }, (_, id) => (id === 3 ? '<0x00>' : id === 4 ? '<0xFF>' : `▁w${id}`));
    const lines = llamaTokens(source(tokens)).trimEnd().split('\n');
    expect(lines).toHaveLength(32_768);
    expect(lines[3]).toBe(`${Buffer.from([0]).toString('base64')} 3`);
    expect(lines[4]).toBe(`${Buffer.from([255]).toString('base64')} 4`);
    expect(lines[5]).toBe(`${Buffer.from('▁w5').toString('base64')} 5`);
    expect(lines.at(-1)).toBe(`${Buffer.from('<<ST_767>>').toString('base64')} 32767`);
  });

  it.each([
    ['no vocabulary', 'export default 1'],
    ['too few tokens', source(['a', 'b'])],
  ])('refuses %s', (_, text) => {
    expect(() => llamaTokens(text)).toThrow(expect.objectContaining({ code: 'SPEECH_MODEL_UNUSABLE' }));
  });
});
