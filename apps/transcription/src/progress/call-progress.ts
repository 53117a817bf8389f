import type { Channel } from '@earshot/contracts';
import type { ChannelProgress, ChannelSpan, ProgressSave, TranscriptProgress, TranscriptWork } from '@earshot/ports';
import type { ProgressSaver } from './progress-saver.js';

/** Spans without words that a call remembers for its end; what is beyond can be asked for by hand. */
const MAX_UNHEARD = 200;

interface Waiting {
  readonly version: number;
  readonly resolve: (isSaved: boolean) => void;
}

/**
 * How far one call is published, and how far that is saved. A channel never has more than one final published and not
 * saved: so whoever takes the call over gives that one's words the same id again, and they are replaced, not doubled.
 */
export class CallProgress {
  /** Set by who transcribes the call: more is saved than before, or another process has the call. */
  onSaved: () => void = () => {};
  onRefused: () => void = () => {};
  private version = 0;
  private savedVersion = 0;
  private saved: TranscriptProgress;
  private readonly neededVersion = new Map<Channel, number>();
  private waiting: Waiting[] = [];
  private closed = false;

  constructor(
    private readonly work: TranscriptWork & { readonly epoch: number },
    /** What is published; replaced as a whole. */
    private published: TranscriptProgress,
    private readonly saver: ProgressSaver,
  ) {
    this.saved = published;
  }

  get current(): TranscriptProgress {
    return this.published;
  }

  get lastSaved(): TranscriptProgress {
    return this.saved;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Everything before it is published and saved; 0 for a channel that is not in the call. */
  savedSample(channel: Channel): number {
    return this.saved.channels.find((one) => one.channel === channel)?.heardSample ?? 0;
  }

  mayPublishFinal(channel: Channel): boolean {
    return (this.neededVersion.get(channel) ?? 0) <= this.savedVersion;
  }

  /** The bus has a final of which the place comes with the next `advance` of its channel. */
  finalPublished(channel: Channel): void {
    this.neededVersion.set(channel, Infinity);
  }

  /** The bus has everything before this place. A gap moves the ids of what follows, so it has to be saved first. */
  advance(place: ChannelProgress, unheard?: ChannelSpan): void {
    const channels = this.published.channels.map((one) => (one.channel === place.channel ? place : one));
    this.change({ channels, ...(unheard && { unheard: withSpan(this.published.unheard, unheard) }) });
    const movesIds = place.isNewStint || this.neededVersion.get(place.channel) === Infinity;
    if (movesIds) this.neededVersion.set(place.channel, this.version);
  }

  change(changes: Partial<TranscriptProgress>): void {
    this.published = { ...this.published, ...changes };
    this.version += 1;
    if (!this.closed) this.saver.note(this);
  }

  /** Whether all that was published by now is saved under the name of this owner, once that is known. */
  whenSaved(): Promise<boolean> {
    if (this.closed) return Promise.resolve(false);
    // Also where nothing is new: the store is asked whether the call is still this owner's.
    this.version += 1;
    this.saver.note(this);
    return new Promise((resolve) => this.waiting.push({ version: this.version, resolve }));
  }

  /** Nothing more is saved. */
  close(): void {
    this.closed = true;
    for (const { resolve } of this.waiting.splice(0)) resolve(false);
  }

  /** For the saver: what to save, and what to call when it is. */
  snapshot(): { save: ProgressSave; confirm: () => void } {
    const { version, published } = this;
    return { save: { ...this.work, progress: published }, confirm: () => this.confirm(version, published) };
  }

  /** For the saver: another process has the call. */
  refuse(): void {
    if (this.closed) return;
    this.close();
    this.onRefused();
  }

  private confirm(version: number, saved: TranscriptProgress): void {
    if (this.closed) return;
    this.savedVersion = version;
    this.saved = saved;
    const done = this.waiting.filter((one) => one.version <= version);
    this.waiting = this.waiting.filter((one) => one.version > version);
    for (const { resolve } of done) resolve(true);
    this.onSaved();
  }
}

/** Spans of a channel that touch become one. */
function withSpan(spans: readonly ChannelSpan[], span: ChannelSpan): readonly ChannelSpan[] {
  const index = spans.findIndex(({ channel, toMs }) => channel === span.channel && toMs === span.fromMs);
  if (index >= 0) return spans.map((one, at) => (at === index ? { ...one, toMs: span.toMs } : one));
  return spans.length < MAX_UNHEARD ? [...spans, span] : spans;
}
