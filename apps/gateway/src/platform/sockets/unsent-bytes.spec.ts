import { describe, expect, it } from '@jest/globals';
import { UnsentBytes, type UnsentSocket } from './unsent-bytes.js';

const aSocket = (): UnsentSocket & { closed: number } => ({
  closed: 0,
  closeAsTooSlow() {
    this.closed += 1;
  },
});

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
    const unsent = new UnsentBytes({ perSocket: 1_000, inTotal: 2_500 });
    const [first, second, third] = [aSocket(), aSocket(), aSocket()];
    for (const socket of [first, second, third]) for (const bytes of [400, 400]) unsent.addMessage(socket, bytes);
    unsent.removeOldestMessage(first);
    expect(unsent.addMessage(third, 400)).toBe(true);
    expect(unsent.addMessage(first, 400)).toBe(true);
    expect([first.closed, second.closed, third.closed]).toEqual([0, 1, 0]);
    expect(unsent.totalBytes).toBe(2_000);
  });

  it('closes the sending socket itself when it is the slowest', () => {
    const unsent = new UnsentBytes({ perSocket: 10_000, inTotal: 1_000 });
    const only = aSocket();
    expect(unsent.addMessage(only, 2_000)).toBe(false);
    expect([only.closed, unsent.totalBytes]).toEqual([1, 0]);
  });
});
