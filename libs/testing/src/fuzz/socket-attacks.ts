import { below, frame, handshake, opcodes, pick, randomBytes, type Random } from './socket-frames.js';

/** What a hostile client writes, in order, and how it leaves. */
export interface SocketAttack {
  readonly name: string;
  readonly writes: readonly Buffer[];
  /** `END`: closes its side after its last byte. `CUT`: resets the connection. */
  readonly leaves: 'END' | 'CUT';
}

/** A WebSocket path of media, with the messages of its protocol. */
export interface AttackedPath {
  readonly path: string;
  start(callId: string): string;
  end(callId: string): string;
}

type Attack = (random: Random, target: AttackedPath, callId: string) => readonly Buffer[];

const hostileIds = [
  '',
  '\u0000',
  'a\nb',
  '\u001b[2J',
  '\u202egro',
  '\ud800',
  '../../etc',
  '__proto__',
  'x'.repeat(300),
];

/** Attacks on a socket that is open. Those that break the protocol are closed by the server. */
const onOpenSocket: Readonly<Record<string, Attack>> = {
  'binary before START': (random) => [frame(randomBytes(random, below(random, 2_000)), { opcode: opcodes.binary })],
  'START twice': (_, { start }, callId) => [frame(start(callId)), frame(start(callId)), frame(start(`${callId}-2`))],
  'END twice': (_, { start, end }, callId) => [frame(start(callId)), frame(end(callId)), frame(end(callId))],
  'truncated JSON': (random, { start }, callId) => {
    const text = start(callId);
    return [frame(text.slice(0, below(random, text.length)))];
  },
  'JSON of another shape': (random) => [
    frame(pick(random, ['null', '[]', '7', '"x"', '{}', '[[[[', '{"__proto__":{}}', '{"type":{}}', '[1e999]'])),
  ],
  'JSON as deep as the message is long': () => [frame('['.repeat(60_000))],
  'a hostile call id': (random, { start }) => [frame(start(pick(random, hostileIds)))],
  'a START with a random byte': (random, { start }, callId) => {
    const bytes = Buffer.from(start(callId));
    bytes[below(random, bytes.length)] = below(random, 256);
    return [frame(bytes)];
  },
  'text that is not UTF-8': () => [frame(Buffer.from([0xff, 0xfe, 0xc0]))],
  'a message that never ends': (random, { start }, callId) => [
    frame(start(callId)),
    frame('x', { fin: false, opcode: opcodes.binary }),
    ...Array.from({ length: below(random, 100) }, () => frame('x', { fin: false, opcode: opcodes.continuation })),
  ],
  'more fragments than any message needs': () => [
    frame('x', { fin: false, opcode: opcodes.binary }),
    Buffer.concat(Array.from({ length: 3_000 }, () => frame('x', { fin: false, opcode: opcodes.continuation }))),
  ],
  'a continuation of nothing': () => [frame('x', { opcode: opcodes.continuation })],
  'an oversized frame': (random) => [
    frame('x', { opcode: opcodes.binary, announcedLength: 2 ** 21 + 1 + below(random, 2 ** 30) }),
  ],
  'a large frame that is cut': (random) => [
    frame(randomBytes(random, 100), { opcode: opcodes.binary, announcedLength: 1_000_000 }),
  ],
  'a frame without a mask': (_, { start }, callId) => [frame(start(callId), { isMasked: false })],
  'reserved bits': (random) => [frame('x', { reserved: 1 + below(random, 7) })],
  'an unknown opcode': (random) => [frame('x', { opcode: pick(random, [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) })],
  'a long ping': () => [frame('x'.repeat(126), { opcode: opcodes.ping })],
  'a fragmented ping': () => [frame('x', { opcode: opcodes.ping, fin: false })],
  'a flood of pings': () => [Buffer.concat(Array.from({ length: 500 }, () => frame('x', { opcode: opcodes.ping })))],
  'an invalid close': (random) => [frame(randomBytes(random, 1 + below(random, 4)), { opcode: opcodes.close })],
  'audio cut in the middle of a sample': (random, { start }, callId) => [
    frame(start(callId)),
    frame(randomBytes(random, 1 + 2 * below(random, 500)), { opcode: opcodes.binary }),
  ],
  'bytes of no protocol': (random) => [randomBytes(random, 1 + below(random, 500))],
  'a close in the middle of a frame': (random, { start }, callId) => {
    const bytes = frame(start(callId));
    return [bytes.subarray(0, 1 + below(random, bytes.length - 1))];
  },
};

/** Attacks on the request that opens a socket. */
const onHandshake: Readonly<Record<string, (random: Random, target: AttackedPath) => readonly Buffer[]>> = {
  'two Host headers': (_, { path }) => [handshake(path, (lines) => [...lines, 'Host: other'])],
  'no Host header': (_, { path }) => [handshake(path, (lines) => lines.filter((line) => !line.startsWith('Host')))],
  'a header too few': (random, { path }) => [
    handshake(path, (lines) => lines.filter((_, at) => at !== 1 + below(random, 5))),
  ],
  'another version': (random, { path }) => [
    handshake(path, (lines) => lines.map((line) => line.replace('13', String(below(random, 300))))),
  ],
  'another path': (random) => [handshake(`/${randomBytes(random, 20).toString('hex')}`)],
  'more headers than a server takes': (_, { path }) => [
    handshake(path, (lines) => [...lines, ...Array.from({ length: 3_000 }, (__, at) => `X-${at}: ${'x'.repeat(20)}`)]),
  ],
  'half a request': (random, { path }) => [handshake(path).subarray(0, 1 + below(random, 100))],
  'bytes instead of a request': (random) => [randomBytes(random, 1 + below(random, 300))],
  'two requests at once': (_, { path }) => [Buffer.concat([handshake(path), handshake(path)])],
};

/** Makes an attack from random numbers. The same numbers make the same attack. `callId` names the call that it may start. */
export function makeSocketAttack(random: Random, targets: readonly AttackedPath[], callId: string): SocketAttack {
  const target = pick(random, targets);
  const leaves = pick(random, ['END', 'END', 'CUT'] as const);
  if (random() < 0.2) {
    const name = pick(random, Object.keys(onHandshake));
    return { name, writes: onHandshake[name]?.(random, target) ?? [], leaves };
  }
  // Several attacks on one socket find states that one alone does not reach.
  const names = Array.from({ length: 1 + below(random, 3) }, () => pick(random, Object.keys(onOpenSocket)));
  const writes = names.flatMap((name) => onOpenSocket[name]?.(random, target, callId) ?? []);
  return { name: names.join(', '), writes: [handshake(target.path), ...writes], leaves };
}
