import { describe, expect, it } from '@jest/globals';
import { RateMonitor } from './rate-monitor.js';

/** Receives frames of 200 ms at a rate, for this long. Returns the rates that the monitor reported. */
function receive(rate: number, forMs: number, jitterMs = 0, pauseEveryMs = Infinity) {
  const monitor = new RateMonitor();
  const reported: number[] = [];
  let seed = 7;
  const random = () => (seed = (seed * 48_271) % 0x7fff_ffff) / 0x7fff_ffff;
  let nextPauseMs = pauseEveryMs;
  let lostMs = 0;
  for (let sentMs = 0; sentMs < forMs; sentMs += 200 / rate) {
    const isPause = sentMs >= nextPauseMs;
    if (isPause) {
      nextPauseMs += pauseEveryMs;
      lostMs += 4_000;
    }
    const measured = monitor.receiveAudio(200, sentMs + lostMs + random() * jitterMs, isPause);
    if (measured !== null) reported.push(measured);
  }
  return reported;
}

describe('RateMonitor', () => {
  it.each([
    ['in real time', 1],
    ['1 % too slow', 0.99],
    ['1 % too fast', 1.01],
  ])('says nothing about an hour that comes %s with 100 ms of jitter', (_, rate) => {
    expect(receive(rate, 3_600_000, 100)).toEqual([]);
  });

  it.each([0.5, 0.9, 1.1, 2])('measures a rate of %d within a minute and a half', (rate) => {
    const [measured] = receive(rate, 90_000, 100);
    expect(measured).toBeGreaterThan(rate * 0.99);
    expect(measured).toBeLessThan(rate * 1.01);
  });

  it('says nothing about a call that stalls again and again', () => {
    expect(receive(1, 600_000, 0, 8_000)).toEqual([]);
  });
});
