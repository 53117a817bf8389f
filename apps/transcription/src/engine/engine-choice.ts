import type { SpeechEngine } from '@earshot/ports';

/** Chooses speech engines. `reason` is a sentence that says why this engine, or why none. */
export interface SpeechEngines {
  choose(requested?: string): { engine: SpeechEngine | null; reason: string };
}

/** The engine of one call. Every change is announced once. */
export class EngineChoice {
  private current: SpeechEngine | null = null;
  private announced: string | null | undefined;
  private requested: string | undefined;
  private scriptName: string | undefined;
  /** Engines that failed, so that two failing engines do not take turns for ever. Cleared when no other engine is left. */
  private readonly failedEngines = new Set<string>();

  constructor(
    private readonly engines: SpeechEngines,
    private readonly announce: (engine: string | null, reason: string) => void,
  ) {}

  get engine(): SpeechEngine | null {
    return this.current;
  }

  /** The script of the `scripted` engine. */
  get script(): string | undefined {
    return this.scriptName;
  }

  /** The source requests an engine, or leaves the choice open. The next run uses it. */
  request(requested: string | undefined, script: string | undefined): void {
    if (this.announced !== undefined && requested === this.requested && script === this.scriptName) return;
    this.requested = requested;
    this.scriptName = script;
    this.use(this.choose(requested));
  }

  /** Looks for an engine again if there was none. */
  chooseAgain(): void {
    if (this.current === null) this.use(this.choose(this.requested));
  }

  /** Chooses another engine than the failed one. Returns whether the call has one now. */
  fallBack(failed: SpeechEngine): boolean {
    if (this.current !== null && this.current.name !== failed.name) return true;
    this.failedEngines.add(failed.name);
    for (const requested of [this.requested, undefined]) {
      const next = this.choose(requested);
      if (next.engine === null || this.failedEngines.has(next.engine.name)) continue;
      this.use(next);
      return true;
    }
    this.failedEngines.clear();
    return false;
  }

  /** If choosing throws, the call goes on without an engine. */
  private choose(requested: string | undefined): ReturnType<SpeechEngines['choose']> {
    try {
      return this.engines.choose(requested);
    } catch {
      return { engine: null, reason: 'The speech engine could not be chosen.' };
    }
  }

  private use({ engine, reason }: { engine: SpeechEngine | null; reason: string }): void {
    this.current = engine;
    const name = engine?.name ?? null;
    if (name === this.announced) return;
    this.announced = name;
    this.announce(name, reason);
  }
}
