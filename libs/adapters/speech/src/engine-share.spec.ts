import { describe, expect, it } from '@jest/globals';
import type { QuotaClaim, SpeechEngineReport } from '@earshot/ports';
import { EngineShare } from './engine-share.js';
import { speechEngineCapabilities } from './engine-capabilities.js';

const MAX_STREAMS = 10;
const STARTS_PER_SECOND = 6;

const capabilities = speechEngineCapabilities[0]!.capabilities;
const reportOf = (claim?: QuotaClaim): SpeechEngineReport => ({
  ...{ name: 'scripted', capabilities, isConfigured: true, isHealthy: true, reason: 'a test' },
  ...(claim !== undefined && { claim }),
});

/** What all processes can read: the newest report of each. */
type Board = Map<string, SpeechEngineReport>;

/** A process that publishes, reads and opens streams when the test says so. */
class TestProcess {
  readonly share = new EngineShare({ maxStreams: MAX_STREAMS, startsPerSecond: STARTS_PER_SECOND });
  open = 0;
  private published: SpeechEngineReport | undefined;

  constructor(
    readonly id: string,
    private readonly board: Board,
  ) {}

  publish(): void {
    this.published = reportOf(this.share.claim(this.open));
    this.board.set(this.id, this.published);
  }

  read(): void {
    const others = [...this.board].filter(([id]) => id !== this.id).map(([, report]) => report);
    this.share.update(this.published, others);
  }

  look(): void {
    for (let time = 0; time < 2; time += 1) {
      this.publish();
      this.read();
    }
  }

  /** Opens as many streams as it may, up to `wanted`. */
  openUpTo(wanted: number): void {
    this.open = Math.max(this.open, Math.min(wanted, this.share.limits.maxStreams ?? Infinity));
  }
}

const startBoard = () => {
  const board: Board = new Map();
  return { board, join: (id: string) => new TestProcess(id, board) };
};

/** Random numbers from 0 to 1, the same in every test run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

describe('the share of a quota', () => {
  it('is nothing until the process has published its claim and counted the others, then everything for one alone', () => {
    const one = startBoard().join('one');
    expect(one.share.limits).toEqual({ maxStreams: 0, startsPerSecond: 0 });
    one.publish();
    one.read();
    expect(one.share.limits).toEqual({ maxStreams: 0, startsPerSecond: 0 });
    one.look();
    expect(one.share.limits).toEqual({ maxStreams: MAX_STREAMS, startsPerSecond: STARTS_PER_SECOND });
  });

  it('goes to a process that joins only as far as the others let go of it', () => {
    const { join } = startBoard();
    const [one, two] = [join('one'), join('two')];
    one.look();
    one.openUpTo(8);
    two.look();
    expect(two.share.limits).toEqual({ maxStreams: 0, startsPerSecond: 0 });
    one.look();
    two.look();
    // The first one still has eight streams.
    expect(one.share.limits).toEqual({ maxStreams: 5, startsPerSecond: 3 });
    expect(two.share.limits).toEqual({ maxStreams: 2, startsPerSecond: 3 });
    one.open = 4;
    one.look();
    two.look();
    expect(two.share.limits.maxStreams).toBe(5);
  });

  it('returns when a process is gone', () => {
    const { board, join } = startBoard();
    const [one, two] = [join('one'), join('two')];
    for (const process of [one, two, one, two]) process.look();
    expect(one.share.limits).toEqual({ maxStreams: 5, startsPerSecond: 3 });
    board.delete('two');
    one.look();
    expect(one.share.limits).toEqual({ maxStreams: MAX_STREAMS, startsPerSecond: STARTS_PER_SECOND });
  });

  it('is an equal part beside a process of an earlier version, and everything beside one without the engine', () => {
    const { board, join } = startBoard();
    const one = join('one');
    board.set('earlier', reportOf());
    one.look();
    expect(one.share.limits).toEqual({ maxStreams: 5, startsPerSecond: 3 });
    board.set('earlier', { ...reportOf(), isConfigured: false });
    one.look();
    expect(one.share.limits).toEqual({ maxStreams: MAX_STREAMS, startsPerSecond: STARTS_PER_SECOND });
  });

  it('is one stream where there are more processes than streams', () => {
    const { join } = startBoard();
    const processes = Array.from({ length: MAX_STREAMS + 1 }, (_, n) => join(String(n)));
    for (const process of [...processes, ...processes]) process.look();
    expect(processes.map(({ share }) => share.limits.maxStreams)).toEqual(Array(MAX_STREAMS + 1).fill(1));
  });

  it.each(Array.from({ length: 50 }, (_, seed) => seed))(
    'never adds up to more than the quota, however processes join, look, leave and are killed: %d',
    (seed) => {
      const random = randomFrom(seed);
      const { board, join } = startBoard();
      const live: TestProcess[] = [];
      const killed: string[] = [];
      const steps: readonly (() => void)[] = [
        () => live.length < 5 && live.push(join(`${seed}-${random()}`)),
        ...Array(4).fill(() => pick()?.publish()),
        ...Array(4).fill(() => pick()?.read()),
        ...Array(4).fill(() => pick()?.openUpTo(Math.ceil(random() * MAX_STREAMS))),
        () => {
          const process = pick();
          if (process !== undefined) process.open = Math.floor(random() * process.open);
        },
        () => random() < 0.2 && kill(),
        () => board.delete(killed.shift() ?? ''),
      ];
      const pick = () => live[Math.floor(random() * live.length)];
      const kill = () => {
        const [gone] = live.splice(Math.floor(random() * live.length), 1);
        if (gone !== undefined) killed.push(gone.id);
      };
      let [most, mostStarts] = [0, 0];
      for (let step = 0; step < 2_000; step += 1) {
        steps[Math.floor(random() * steps.length)]?.();
        const open = live.reduce((sum, process) => sum + process.open, 0);
        const starts = live.reduce((sum, { share }) => sum + Math.max(0, share.limits.startsPerSecond ?? 0), 0);
        [most, mostStarts] = [Math.max(most, open), Math.max(mostStarts, starts)];
      }
      expect(most).toBe(MAX_STREAMS);
      expect(mostStarts).toBeCloseTo(STARTS_PER_SECOND, 9);
    },
  );
});
