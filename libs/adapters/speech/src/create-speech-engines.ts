import { Failure, type SpeechEngine } from '@earshot/ports';
import type {
  PrepareSpeechEngine,
  SpeechEngineOffer,
  SpeechEngineSettings,
  SpeechEngineState,
} from './speech-engine-offer.js';
import { speechEngineNames, type SpeechConfig, type SpeechEngineName } from './speech.config.js';

/** The one place where an engine is registered; its code is loaded when it is chosen. */
const SPEECH_ENGINES = {
  sherpa: () => import('./sherpa/index.js'),
  pocketsphinx: () => import('./pocketsphinx/index.js'),
  scripted: () => import('./scripted/index.js'),
} satisfies Record<SpeechEngineName, () => Promise<{ prepare: PrepareSpeechEngine }>>;

/** What `auto` prefers, best first. The scripted engine hears nothing, so only a call can ask for it. */
const AUTO_ORDER: readonly SpeechEngineName[] = ['sherpa', 'pocketsphinx'];
/** `transcript.engine-selected` takes no longer reason. */
const MAX_REASON_LENGTH = 512;

export interface SpeechEngineOptions extends SpeechEngineSettings {
  readonly engine: SpeechConfig['SPEECH_ENGINE'];
}

/** The engines of a process. */
export interface SpeechEngines {
  /** The engine for one call, and why in one line of at most 512 characters; null where none can run. */
  choose(requested?: string): { readonly engine: SpeechEngine | null; readonly reason: string };
  /** Every engine in the order of preference, with what it says of itself now. */
  describe(): readonly { readonly name: string; readonly available: boolean; readonly reason: string }[];
  /** Ends downloads, threads and processes. */
  close(): Promise<void>;
}

/**
 * Gets ready what the settings choose. Takes seconds: a model that has to be downloaded comes in the background, and
 * calls that start later use it. Rejects with `Failure` `SPEECH_ENGINE_UNKNOWN` for a name that is none.
 */
export async function createSpeechEngines(options: SpeechEngineOptions): Promise<SpeechEngines> {
  const preferred = preferredEngines(options.engine);
  const names = [...new Set<SpeechEngineName>([...preferred, 'scripted'])];
  const offers = new Map<SpeechEngineName, SpeechEngineOffer>();
  const prepared = names.map(async (name) => {
    const { prepare } = await SPEECH_ENGINES[name]();
    offers.set(name, await prepare(options));
  });
  await Promise.all(prepared);
  const engines = new PreparedSpeechEngines(options.engine, preferred, offers);
  const { engine, reason } = engines.choose();
  const fields = { engine: engine?.name ?? 'none', reason };
  if (engine === null) options.logger.warn(fields, 'no speech engine hears the calls');
  else options.logger.info(fields, 'speech engine chosen');
  return engines;
}

function preferredEngines(setting: string): readonly SpeechEngineName[] {
  if (setting === 'auto') return AUTO_ORDER;
  if (setting === 'none') return [];
  const name = speechEngineNames.find((known) => known === setting);
  if (name !== undefined) return [name];
  const known = ['auto', ...speechEngineNames, 'none'].join(', ');
  throw new Failure('SPEECH_ENGINE_UNKNOWN', `SPEECH_ENGINE: expected one of ${known}`);
}

class PreparedSpeechEngines implements SpeechEngines {
  constructor(
    private readonly setting: string,
    private readonly preferred: readonly SpeechEngineName[],
    private readonly offers: ReadonlyMap<SpeechEngineName, SpeechEngineOffer>,
  ) {}

  choose(requested?: string): SpeechEngineState {
    const refusal = requested === undefined ? null : this.requested(requested);
    if (refusal !== null && refusal.engine !== null) return refusal;
    const chosen = this.chosen();
    return {
      engine: chosen.engine,
      reason: oneLine(refusal === null ? chosen.reason : `${refusal.reason}; ${chosen.reason}`),
    };
  }

  describe() {
    return speechEngineNames.map((name) => {
      const state = this.offers.get(name)?.current();
      if (state === undefined) return { name, available: false, reason: `SPEECH_ENGINE=${this.setting} leaves it out` };
      return { name, available: state.engine !== null, reason: oneLine(state.reason) };
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.offers.values()].map((offer) => offer.close()));
  }

  private requested(requested: string): SpeechEngineState {
    // People may ask with the name they are shown, `sherpa:<model>`.
    const name = speechEngineNames.find((known) => known === requested || requested.startsWith(`${known}:`));
    if (name === undefined) return { engine: null, reason: 'the call asked for a speech engine that does not exist' };
    const offer = this.offers.get(name);
    if (offer === undefined)
      return { engine: null, reason: `the call asked for ${name}, which SPEECH_ENGINE=${this.setting} leaves out` };
    const { engine, reason } = offer.current();
    if (engine === null) return { engine, reason: `the call asked for ${name}, which is not available: ${reason}` };
    return { engine, reason: oneLine(`the call asked for ${name}: ${reason}`) };
  }

  private chosen(): SpeechEngineState {
    const passedOver: string[] = [];
    for (const name of this.preferred) {
      const { engine, reason } = this.offers.get(name)?.current() ?? { engine: null, reason: 'not prepared' };
      if (engine !== null) return { engine, reason: [`${name}: ${reason}`, ...passedOver].join('; ') };
      passedOver.push(`not ${name}: ${reason}`);
    }
    return { engine: null, reason: passedOver.join('; ') || 'SPEECH_ENGINE=none' };
  }
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_REASON_LENGTH ? line : `${line.slice(0, MAX_REASON_LENGTH - 1)}…`;
}
