import { describe, expect, it } from '@jest/globals';
import { Failure } from './failure.js';
import {
  badArgument,
  formatToolFailure,
  parseToolArguments,
  readServerUrl,
  readWholeNumber,
} from './tool-arguments.js';

describe('the arguments of a tool', () => {
  it('are refused with a code, one sentence and the way to the usage', () => {
    expect(formatToolFailure(badArgument('give one file, not 2'))).toBe(
      'BAD_ARGUMENT: give one file, not 2. --help shows the usage.',
    );
  });

  it.each([
    [
      "Unknown option '--prot'. To specify a positional argument starting with a '-', place it at the end",
      "Unknown option '--prot'",
    ],
    ["Unexpected argument '4000'. This command does not take positional arguments", "Unexpected argument '4000'"],
    ["Option '--url <value>' argument missing", "Option '--url <value>' argument missing"],
    ["Option '--url' argument is ambiguous.\nDid you forget to specify it?", "Option '--url' argument is ambiguous"],
  ])('lose the advice of Node in %j', (message, problem) => {
    const parse = () =>
      parseToolArguments(() => {
        throw new TypeError(message);
      });
    expect(parse).toThrow(
      expect.objectContaining({ code: 'BAD_ARGUMENT', message: `${problem}. --help shows the usage.` }),
    );
  });

  it.each(['ftp://x', 'nowhere', '127.0.0.1:4000', 'http://', ''])('take no server at %j', (url) =>
    expect(() => readServerUrl('--url', url, ['http', 'https'])).toThrow(
      expect.objectContaining({
        code: 'BAD_ARGUMENT',
        message: '--url must be a URL that begins with http:// or https://. --help shows the usage.',
      }),
    ),
  );
  it('take the URL of a server', () =>
    expect(readServerUrl('--url', 'https://x/graphql', ['http', 'https'])).toBe('https://x/graphql'));

  it('are returned when they can be parsed', () => expect(parseToolArguments(() => 7)).toBe(7));

  it.each(['0', '11', '1.5', 'x', '', ' ', '1e99', 'NaN'])('are no whole number from 1 to 10 as %j', (value) => {
    expect(() => readWholeNumber('--calls', value, { min: 1, max: 10 })).toThrow(
      '--calls must be a whole number from 1 to 10. --help shows the usage.',
    );
  });

  it.each([
    ['1', 1],
    ['10', 10],
  ])('read %j as a whole number', (value, number) => {
    expect(readWholeNumber('--calls', value, { min: 1, max: 10 })).toBe(number);
  });
});

describe('formatToolFailure', () => {
  it.each([
    [new Failure('FILE_NOT_READABLE', 'a.wav: cannot be read'), 'FILE_NOT_READABLE: a.wav: cannot be read'],
    [new Error('no space'), 'no space'],
    ['text', 'text'],
  ])('prints %s', (error, text) => expect(formatToolFailure(error)).toBe(text));
});
