import { describe, expect, it } from '@jest/globals';
import { readArguments } from './read-arguments.js';

describe('readArguments', () => {
  it('has defaults for everything but the file', () => {
    expect(readArguments(['a.wav'])).toEqual({
      file: 'a.wav',
      url: 'ws://127.0.0.1:4001/api/v1/ws',
      calls: 1,
      staggerMs: 50,
      speed: 1,
      sendAs: 'L16',
    });
  });

  it('reads every option', () => {
    const line =
      'a.wav --url ws://h/x --calls 3 --speed max --call-id c --agent A --from +1 --to +2 --engine e --script s --chunk-ms 20 --stagger-ms 0 --codec as-is';
    expect(readArguments(line.split(' '))).toEqual({
      file: 'a.wav',
      url: 'ws://h/x',
      calls: 3,
      speed: 'max',
      callId: 'c',
      agentId: 'A',
      fromNumber: '+1',
      toNumber: '+2',
      engine: 'e',
      script: 's',
      chunkMs: 20,
      staggerMs: 0,
      sendAs: 'as-is',
    });
  });

  it('requests the scripted engine for a script, and names the script after the file', () => {
    expect(readArguments(['a.wav', '--script', 's'])).toMatchObject({ engine: 'scripted', script: 's' });
    expect(readArguments(['x/a.wav', '--engine', 'scripted'])).toMatchObject({ engine: 'scripted', script: 'a' });
  });

  it('plays as a phone system', () => {
    expect(readArguments(['a.wav', '--as', 'plivo', '--account', 'MA1', '--auth-token', 't'])).toMatchObject({
      as: 'plivo',
      account: 'MA1',
      authToken: 't',
    });
  });

  it.each(['sip:pbx.example.com', 'sip:192.0.2.9:5061;transport=tls'])('plays SIPREC to %s', (url) => {
    expect(readArguments(['a.wav', '--as', 'siprec', '--url', url])).toMatchObject({ as: 'siprec', url });
  });

  it('returns help', () => expect(readArguments(['--help'])).toBe('help'));

  it.each([
    [[]],
    [['a.wav', 'b.wav']],
    [['a.wav', '--calls', '0']],
    [['a.wav', '--calls', 'x']],
    [['a.wav', '--speed', '0']],
    [['a.wav', '--codec', 'opus']],
    [['a.wav', '--as', 'fax']],
    [['a.wav', '--url', 'sip:127.0.0.1']],
    [['a.wav', '--as', 'siprec', '--url', 'sips:127.0.0.1']],
    [['a.wav', '--as', 'siprec', '--url', 'sip:127.0.0.1:70000']],
    [['a.wav', '--as', 'siprec', '--url', 'sip:127.0.0.1;transport=sctp']],
    [['a.wav', '--nonsense']],
  ])('refuses %j in one line', (argv) => {
    expect(() => readArguments(argv)).toThrow(
      expect.objectContaining({ code: 'BAD_ARGUMENT', message: expect.not.stringContaining('\n') }),
    );
  });
});
