import { describe, expect, it } from '@jest/globals';
import { UnsentBytes, type UnsentLimits, type UnsentSocket } from './unsent-bytes.js';

const aSocket = (): UnsentSocket & { closed: number; cuts: number } => ({
  closed: 0,
  cuts: 0,
  closeAsTooSlow() {
    this.closed += 1;
  },
  cut() {
    this.cuts += 1;
  },
});

/** The test decides when the event loop has looked at all sockets. */
function withPasses(limits: UnsentLimits): { unsent: UnsentBytes; endPass: () => void } {
  const ends: (() => void)[] = [];
  const unsent = new UnsentBytes(limits, undefined, (endPass) => void ends.push(endPass));
  return { unsent, endPass: () => ends.splice(0).forEach((end) => end()) };
}

describe('UnsentBytes', () => {
  it('closes a socket for which too much waits behind the message being sent', () => {
    const unsent = new UnsentBytes({ perSocket: 1_000, inTotal: 1_000_000 });
    const [slow, good] = [aSocket(), aSocket()];
    expect(unsent.addMessage(slow, 50_000)).toBe(true);
    expect(unsent.addMessage(slow, 900)).toBe(true);
    expect(unsent.addMessage(good, 900)).toBe(true);
    expect(unsent.addMessage(slow, 200)).toBe(false);
    expect([slow.closed, good.closed, unsent.totalBytes]).toEqual([1, 0, 900]);
  });

  it('forgets what was sent', () => {
    const unsent = new UnsentBytes({ perSocket: 1_000, inTotal: 1_000_000 });
    const socket = aSocket();
    for (let n = 0; n < 100; n += 1) {
      expect(unsent.addMessage(socket, 900)).toBe(true);
      expect(unsent.addMessage(socket, 900)).toBe(true);
      unsent.removeOldestMessage(socket);
      unsent.removeOldestMessage(socket);
    }
    expect([socket.closed, unsent.totalBytes]).toEqual([0, 0]);
  });

  it('closes the socket whose last progress was longest ago when all together wait for too much', () => {
    const { unsent, endPass } = withPasses({ perSocket: 1_000, inTotal: 2_500 });
    const [first, second, third] = [aSocket(), aSocket(), aSocket()];
    for (const socket of [first, second, third]) for (const bytes of [400, 400]) unsent.addMessage(socket, bytes);
    endPass();
    unsent.removeOldestMessage(first);
    expect(unsent.addMessage(third, 400)).toBe(true);
    endPass();
    expect(unsent.addMessage(first, 400)).toBe(true);
    expect([first.closed, second.closed, third.closed]).toEqual([0, 1, 0]);
    expect(unsent.totalBytes).toBe(2_000);
  });

  it('closes the sending socket itself when it is the slowest', () => {
    const { unsent, endPass } = withPasses({ perSocket: 10_000, inTotal: 1_000 });
    const only = aSocket();
    for (const bytes of [600, 300]) {
      expect(unsent.addMessage(only, bytes)).toBe(true);
      endPass();
    }
    expect(unsent.addMessage(only, 200)).toBe(false);
    expect([only.closed, unsent.totalBytes]).toEqual([1, 0]);
  });

  it('lets no more updates wait than the socket may hold, together with its messages', () => {
    const unsent = new UnsentBytes({ perSocket: 1_000, inTotal: 1_000_000 });
    const socket = aSocket();
    unsent.addMessage(socket, 5_000);
    expect([unsent.addQueued(socket, 900), unsent.addQueued(socket, 200)]).toEqual([true, false]);
    unsent.removeQueued(socket, 900);
    expect([unsent.addQueued(socket, 1_000), socket.closed, unsent.totalBytes]).toEqual([true, 0, 6_000]);
    unsent.removeOldestMessage(socket);
    unsent.removeQueued(socket, 1_000);
    expect(unsent.totalBytes).toBe(0);
  });

  it('closes the slowest socket when updates in queues exceed the total', () => {
    const { unsent, endPass } = withPasses({ perSocket: 10_000, inTotal: 1_000 });
    const [slow, other] = [aSocket(), aSocket()];
    unsent.addQueued(slow, 600);
    endPass();
    unsent.addQueued(other, 300);
    endPass();
    expect(unsent.addQueued(other, 300)).toBe(true);
    expect([slow.closed, other.closed, unsent.totalBytes]).toEqual([1, 0, 600]);
    expect([unsent.addQueued(slow, 1), unsent.addMessage(slow, 1)]).toEqual([false, false]);
    unsent.removeQueued(slow, 600);
    expect(unsent.totalBytes).toBe(600);
  });

  it('closes nobody for a burst that alone exceeds the total, and then the socket that did not take it', () => {
    const { unsent, endPass } = withPasses({ perSocket: 10_000, inTotal: 1_000 });
    const [first, second, third] = [aSocket(), aSocket(), aSocket()];
    const all = [first, second, third];
    for (const socket of all) {
      unsent.addMessage(socket, 600);
      unsent.addQueued(socket, 3_000);
    }
    expect(all.map(({ closed }) => closed)).toEqual([0, 0, 0]);
    endPass();
    for (const socket of [first, third]) {
      unsent.removeOldestMessage(socket);
      unsent.removeQueued(socket, 3_000);
    }
    endPass();
    unsent.addMessage(third, 1);
    expect(all.map(({ closed }) => closed)).toEqual([0, 1, 0]);
  });

  it('bounds the messages of one burst by twice the total', () => {
    const { unsent } = withPasses({ perSocket: 10_000, inTotal: 1_000 });
    const sockets = Array.from({ length: 4 }, aSocket);
    for (const socket of sockets) unsent.addMessage(socket, 600);
    expect(sockets.map(({ closed }) => closed)).toEqual([1, 0, 0, 0]);
  });

  it('cuts closed sockets when together they hold more than a quarter of the total', () => {
    const reported: number[] = [];
    const unsent = new UnsentBytes({ perSocket: 200, inTotal: 1_000 }, (bytes) => reported.push(bytes));
    const sockets = Array.from({ length: 5 }, aSocket);
    for (const socket of sockets) {
      unsent.addMessage(socket, 100);
      unsent.addMessage(socket, 100);
      unsent.addMessage(socket, 150);
    }
    expect(sockets.map(({ closed }) => closed)).toEqual([1, 1, 1, 1, 1]);
    expect(sockets.map(({ cuts }) => cuts)).toEqual([1, 1, 1, 1, 0]);
    expect(reported.at(-1)).toBe(200);
    for (const socket of sockets) unsent.removeSocket(socket);
    expect(reported.at(-1)).toBe(0);
  });
});
