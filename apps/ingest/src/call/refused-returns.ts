import type { CallId } from '@earshot/contracts';
import type { Clock } from '@earshot/ports';
import type { CallProblem } from './call-problems.js';

/** A source that is refused for this long without another attempt has given up. */
const QUIET_MS = 10_000;
/** An episode is shown after this time at the latest, so that a source that tries for hours is seen. */
const LONGEST_EPISODE_MS = 300_000;
/** Episodes at once. Beyond this, the oldest is shown before it is over. */
const MAX_EPISODES = 1_000;

interface Episode {
  readonly sinceMs: number;
  lastMs: number;
  attempts: number;
  audioMs: number;
}

/**
 * Shows on a call that its source came back after the call was over, and how much audio was refused. The attempts of a source
 * that tries again and again are one episode, and one problem.
 */
export class RefusedReturns {
  private readonly episodes = new Map<CallId, Episode>();

  constructor(
    private readonly clock: Clock,
    private readonly publish: (callId: CallId, problem: CallProblem) => void,
  ) {}

  /** The source came back with a start. `audioMs`: audio that came with it. */
  reportAttempt(callId: CallId, audioMs: number): void {
    const episode = this.findOrBegin(callId);
    episode.attempts += 1;
    this.addAudio(callId, audioMs);
  }

  /** The source goes on to send audio after it was refused. */
  addAudio(callId: CallId, audioMs: number): void {
    const episode = this.findOrBegin(callId);
    episode.audioMs += audioMs;
    episode.lastMs = this.clock.nowMs();
  }

  /** Shows the episodes that are over. Call it about once a second. */
  tick(): void {
    const nowMs = this.clock.nowMs();
    for (const [callId, { sinceMs, lastMs }] of this.episodes) {
      if (nowMs - lastMs >= QUIET_MS || nowMs - sinceMs >= LONGEST_EPISODE_MS) this.show(callId);
    }
  }

  /** Shows every episode now, because the process stops. */
  showAll(): void {
    for (const callId of [...this.episodes.keys()]) this.show(callId);
  }

  private findOrBegin(callId: CallId): Episode {
    const known = this.episodes.get(callId);
    if (known !== undefined) return known;
    const [oldest] = this.episodes.keys();
    if (oldest !== undefined && this.episodes.size >= MAX_EPISODES) this.show(oldest);
    const nowMs = this.clock.nowMs();
    const episode = { sinceMs: nowMs, lastMs: nowMs, attempts: 0, audioMs: 0 };
    this.episodes.set(callId, episode);
    return episode;
  }

  private show(callId: CallId): void {
    const episode = this.episodes.get(callId);
    this.episodes.delete(callId);
    if (episode !== undefined) this.publish(callId, { code: 'AUDIO_AFTER_END', message: describe(episode) });
  }
}

function describe({ sinceMs, lastMs, attempts, audioMs }: Episode): string {
  const [from, to] = [timeOf(sinceMs), timeOf(lastMs)];
  const when = from === to ? `at ${from} UTC` : `from ${from} to ${to} UTC`;
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return `The source came back ${times} ${when}, after the call was over. ${(audioMs / 1_000).toFixed(1)} s of audio was refused and is on no recording.`;
}

const timeOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
