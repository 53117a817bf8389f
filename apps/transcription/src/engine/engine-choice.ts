import type { CallId } from '@earshot/contracts';
import type { SpeechEngine, SpeechEngineReport } from '@earshot/ports';
import type { EngineLeft } from './reason-to-leave.js';

/** Chooses speech engines. `reason` is a sentence that says why this engine, or why none. */
export interface SpeechEngines {
  /** `excluded`: names of engines that failed the call. */
  choose(requested?: string, excluded?: ReadonlySet<string>): { engine: SpeechEngine | null; reason: string };
  /** A call left the engine after too many failures. Left out where new calls need not avoid such an engine. */
  reportFailed?(engine: string, callId: CallId): void;
  /** The engine transcribed more audio of a call. */
  reportWorking?(engine: string, callId: CallId): void;
  /** Whether the processes share the quotas of the providers, so that `shareQuotas` has to be told what each claims. */
  readonly sharesQuotas?: boolean;
  /** `published`: the reports that other processes can read of this one. `others`: theirs, read after that. */
  shareQuotas?(published: readonly SpeechEngineReport[], others: readonly (readonly SpeechEngineReport[])[]): void;
  /** Every engine with what it can do, and its present state. Left out where people need not see them. */
  describe?(): readonly SpeechEngineReport[];
}

export interface EngineChoiceListener {
  /** The call has another engine than before, or none. */
  engineSelected(engine: string | null, reason: string): void;
  /** An engine failed the call, and the next one goes on where it stopped. */
  engineReplaced(from: string, to: string): void;
}

/** The engine of one call. Every change is announced once. */
export class EngineChoice {
  private current: SpeechEngine | null = null;
  private announced: string | undefined;
  private requested: string | undefined;
  private scriptName: string | undefined;
  private languageTag: string | undefined;
  /** Engines that failed, so that two failing engines do not take turns for ever. Cleared when no other engine is left. */
  private readonly failedEngines = new Set<string>();

  constructor(
    private readonly engines: SpeechEngines,
    private readonly callId: CallId,
    private readonly listener: EngineChoiceListener,
  ) {}

  get engine(): SpeechEngine | null {
    return this.current;
  }

  /** The script of the `scripted` engine. */
  get script(): string | undefined {
    return this.scriptName;
  }

  /** The language of the call, if its source or a person gave one. */
  get language(): string | undefined {
    return this.languageTag;
  }

  /** The source requests an engine and a language, or leaves the choice open. The next run uses them. */
  request(requested: string | undefined, script: string | undefined, language?: string): void {
    const isSame = requested === this.requested && script === this.scriptName && language === this.languageTag;
    if (this.announced !== undefined && isSame) return;
    this.requested = requested;
    this.scriptName = script;
    this.languageTag = language;
    this.use(this.choose(requested));
  }

  /** The call is in another language. The next run uses it. */
  changeLanguage(language: string): void {
    this.request(this.requested, this.scriptName, language);
  }

  /** After an outage: looks for an engine again, the preferred one first. */
  chooseAgain(): void {
    this.use(this.choose(this.requested));
  }

  /** An engine transcribed more of the call, so engines that failed before may try again if it fails too. */
  reportWorking(engine: string): void {
    this.failedEngines.clear();
    this.engines.reportWorking?.(engine, this.callId);
  }

  /** Chooses another engine than the one that the call leaves. Returns whether the call has one now. */
  fallBack(failed: SpeechEngine, why: EngineLeft = 'FAILED'): boolean {
    if (this.current !== null && this.current.name !== failed.name) return true;
    if (why === 'FAILED') this.engines.reportFailed?.(failed.name, this.callId);
    this.failedEngines.add(failed.name);
    for (const requested of [this.requested, undefined]) {
      const next = this.choose(requested, this.failedEngines);
      if (next.engine === null || this.failedEngines.has(next.engine.name)) continue;
      this.use(next);
      this.listener.engineReplaced(failed.name, next.engine.name);
      return true;
    }
    this.failedEngines.clear();
    return false;
  }

  /** Nobody may take words of another language for those of the call. */
  private findMismatch(engine: SpeechEngine | null): string {
    const { languageTag: wanted } = this;
    if (wanted === undefined || engine?.language === undefined || isSameLanguage(wanted, engine.language)) return '';
    return `The call is in ${wanted}, and this engine knows ${engine.language} alone: its words are wrong.`;
  }

  /** If choosing throws, the call goes on without an engine. */
  private choose(requested: string | undefined, excluded?: ReadonlySet<string>): ReturnType<SpeechEngines['choose']> {
    try {
      return this.engines.choose(requested, excluded);
    } catch {
      return { engine: null, reason: 'The speech engine could not be chosen.' };
    }
  }

  private use({ engine, reason }: { engine: SpeechEngine | null; reason: string }): void {
    this.current = engine;
    const name = engine?.name ?? null;
    const mismatch = this.findMismatch(engine);
    const announced = `${name} ${mismatch}`;
    if (announced === this.announced) return;
    this.announced = announced;
    this.listener.engineSelected(name, mismatch === '' ? reason : `${reason} ${mismatch}`);
  }
}

/** `en-GB` and `en` are one language. */
const isSameLanguage = (one: string, other: string): boolean => primaryOf(one) === primaryOf(other);

const primaryOf = (language: string): string | undefined => language.toLowerCase().split('-')[0];
