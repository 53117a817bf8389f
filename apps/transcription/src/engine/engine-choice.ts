import type { SpeechEngine } from '@earshot/ports';

/** Where speech engines come from; `reason` says in a sentence why this one, or why none. */
export interface SpeechEngines {
  choose(requested?: string): { engine: SpeechEngine | null; reason: string };
}

/** Which engine listens to one call. Every change is announced once. */
export class EngineChoice {
  private current: SpeechEngine | null = null;
  private announced: string | null | undefined;
  private requested: string | undefined;
  private scriptName: string | undefined;
  /** Failed since one was last found to be left: two that fail must not take turns for ever. */
  private readonly failed = new Set<string>();

  constructor(
    private readonly engines: SpeechEngines,
    private readonly announce: (engine: string | null, reason: string) => void,
  ) {}

  get engine(): SpeechEngine | null {
    return this.current;
  }

  /** What the `scripted` engine is to say. */
  get script(): string | undefined {
    return this.scriptName;
  }

  /** The source asks for an engine, or for none in particular; takes effect when the next run begins. */
  request(requested: string | undefined, script: string | undefined): void {
    if (this.announced !== undefined && requested === this.requested && script === this.scriptName) return;
    this.requested = requested;
    this.scriptName = script;
    this.take(this.ask(requested));
  }

  /** Looks again where there was no engine. */
  refresh(): void {
    if (this.current === null) this.take(this.ask(this.requested));
  }

  /** Another engine than the one that failed, if there is one; true when the call has one now. */
  fallBack(failed: SpeechEngine): boolean {
    if (this.current !== null && this.current.name !== failed.name) return true;
    this.failed.add(failed.name);
    for (const requested of [this.requested, undefined]) {
      const next = this.ask(requested);
      if (next.engine === null || this.failed.has(next.engine.name)) continue;
      this.take(next);
      return true;
    }
    this.failed.clear();
    return false;
  }

  /** An engine that cannot even be chosen is no engine; the call goes on. */
  private ask(requested: string | undefined): ReturnType<SpeechEngines['choose']> {
    try {
      return this.engines.choose(requested);
    } catch {
      return { engine: null, reason: 'The speech engine could not be chosen.' };
    }
  }

  private take({ engine, reason }: { engine: SpeechEngine | null; reason: string }): void {
    this.current = engine;
    const name = engine?.name ?? null;
    if (name === this.announced) return;
    this.announced = name;
    this.announce(name, reason);
  }
}
