import type { SpeechEngineReport } from '@earshot/ports';
import type { EngineHealth } from './engine-health.js';
import { speechEngineCapabilities } from './engine-capabilities.js';
import { speechEngineNames, type SpeechEngineName } from './registry.js';
import type { SpeechEngineOffer, SpeechEngineState } from './speech-vendor.js';
import { withFallback, type ChooseEngine, type EngineCandidate } from './with-fallback.js';

/** Longest reason that the event `transcript.engine-selected` carries. */
const MAX_REASON_LENGTH = 512;

/** The engines of a process. */
export interface SpeechEngines {
  /**
   * The engine for one call, and the reason in one line of at most 512 characters; null where no engine can run. `excluded`:
   * names of engines that the call must not get, because they failed it.
   */
  choose(requested?: string, excluded?: ReadonlySet<string>): SpeechEngineState;
  /** A call left the engine after too many failures. New calls avoid it for a while, if it works for no other call. */
  reportFailed(engine: string, callId: string): void;
  /** The engine transcribed more audio of a call. */
  reportWorking(engine: string, callId: string): void;
  /** Whether the processes share the quotas, so that `shareQuotas` has to be told what each of them claims. */
  readonly sharesQuotas: boolean;
  /** `published`: the reports that other processes can read of this one. `others`: theirs, read after that. */
  shareQuotas(published: readonly SpeechEngineReport[], others: readonly (readonly SpeechEngineReport[])[]): void;
  /** Every engine of the registry, with its present state. */
  describe(): readonly SpeechEngineReport[];
  /** Stops downloads, threads and processes. */
  close(): Promise<void>;
}

/** The prepared engines, and the choice between them. */
export class PreparedSpeechEngines implements SpeechEngines {
  private readonly candidates: readonly EngineCandidate[];
  private readonly choosePreferred: ChooseEngine;

  constructor(
    preferred: readonly SpeechEngineName[],
    private readonly offers: ReadonlyMap<SpeechEngineName, SpeechEngineOffer>,
    private readonly health: EngineHealth,
    private readonly rules: { readonly mayChoose: boolean; readonly sharesQuotas: boolean },
  ) {
    this.candidates = preferred.flatMap((name) => {
      const offer = offers.get(name);
      return offer === undefined ? [] : [{ name, current: () => offer.current() }];
    });
    this.choosePreferred = withFallback(this.candidates, health);
  }

  choose(requested?: string, excluded?: ReadonlySet<string>): SpeechEngineState {
    const asked = requested === undefined ? null : this.findRequested(requested);
    if (asked !== null && asked.engine !== null && excluded?.has(asked.engine.name) !== true) return asked;
    const chosen = this.choosePreferred(excluded);
    const reason = asked === null ? chosen.reason : `${asked.reason}; ${chosen.reason}`;
    const isComing = chosen.engine === null && this.candidates.some((each) => each.current().isComing === true);
    return { engine: chosen.engine, reason: toOneLine(reason), ...(isComing && { isComing }) };
  }

  reportFailed(engine: string, callId: string): void {
    this.health.reportFailed(engine, callId);
  }

  reportWorking(engine: string, callId: string): void {
    this.health.reportWorking(engine, callId);
  }

  get sharesQuotas(): boolean {
    return this.rules.sharesQuotas;
  }

  shareQuotas(published: readonly SpeechEngineReport[], others: readonly (readonly SpeechEngineReport[])[]): void {
    for (const [engine, { share }] of this.offers) {
      const find = (reports: readonly SpeechEngineReport[]) => reports.find(({ name }) => name === engine);
      share?.update(find(published), others.map(find));
    }
  }

  describe(): readonly SpeechEngineReport[] {
    return speechEngineCapabilities.map(({ name, capabilities }) => {
      const offer = this.offers.get(name);
      const [state, claim] = [offer?.current(), offer?.claim?.()];
      return {
        ...{ name, capabilities, isConfigured: state !== undefined, ...this.describeState(state) },
        ...(claim !== undefined && { claim }),
      };
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.offers.values()].map((offer) => offer.close()));
  }

  private describeState(state: SpeechEngineState | undefined): Pick<SpeechEngineReport, 'isHealthy' | 'reason'> {
    if (state === undefined) return { isHealthy: false, reason: 'not enabled here' };
    const reason = toOneLine(state.reason);
    if (state.engine === null) return { isHealthy: false, reason };
    const isPaused = this.health.isPaused(state.engine.name);
    return { isHealthy: !isPaused, reason: isPaused ? toOneLine(`it failed lately; ${reason}`) : reason };
  }

  private findRequested(requested: string): SpeechEngineState {
    // Ingest ignores the choice too. This also covers calls that began before the setting changed.
    if (!this.rules.mayChoose)
      return { engine: null, reason: 'the call asked for an engine, which calls may not choose here' };
    // A caller may use the name that the page shows, `sherpa:<model>`.
    const name = speechEngineNames.find((known) => known === requested || requested.startsWith(`${known}:`));
    if (name === undefined) return { engine: null, reason: 'the call asked for a speech engine that does not exist' };
    const offer = this.offers.get(name);
    if (offer === undefined) return { engine: null, reason: `the call asked for ${name}, which is not enabled here` };
    const { engine, reason } = offer.current();
    if (engine === null) return { engine, reason: `the call asked for ${name}, which is not available: ${reason}` };
    return { engine, reason: toOneLine(`the call asked for ${name}: ${reason}`) };
  }
}

function toOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_REASON_LENGTH ? line : `${line.slice(0, MAX_REASON_LENGTH - 1)}…`;
}
