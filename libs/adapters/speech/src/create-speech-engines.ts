import { Failure, type SpeechEngine } from '@earshot/ports';
import { join } from 'node:path';
import type { z } from 'zod';
import { speechEngineNames, speechVendors, type SpeechEngineName } from './registry.js';
import type { SpeechConfig } from './speech.config.js';
import type { SpeechEngineOffer, SpeechEngineState, SpeechHost, SpeechVendor } from './speech-vendor.js';

/** Longest reason that the event `transcript.engine-selected` carries. */
const MAX_REASON_LENGTH = 512;

/** The engines of a process. */
export interface SpeechEngines {
  /** The engine for one call, and the reason in one line of at most 512 characters; null where no engine can run. */
  choose(requested?: string): { readonly engine: SpeechEngine | null; readonly reason: string };
  /** Every engine in the order of preference, with its present state. */
  describe(): readonly { readonly name: string; readonly available: boolean; readonly reason: string }[];
  /** Stops downloads, threads and processes. */
  close(): Promise<void>;
}

/**
 * Prepares the engines that the settings choose, within seconds: a missing model is downloaded in the background, and
 * calls that start after the download use it. Rejects with `Failure` `SPEECH_ENGINE_UNKNOWN` or `SPEECH_MODEL_UNKNOWN`
 * for an unknown name, or `SPEECH_OPTIONS_INVALID` for settings that do not go together.
 */
export async function createSpeechEngines(
  config: SpeechConfig,
  host: Omit<SpeechHost, 'language' | 'workers' | 'modelsDir' | 'mayFetchModels'>,
): Promise<SpeechEngines> {
  const { SPEECH_ENGINE: setting, SPEECH_LANGUAGE: language, SPEECH_WORKERS: workers } = config;
  const modelsDir = config.SPEECH_MODELS_DIR ?? join(host.dataDir, 'models');
  const preferred = preferredEngines(setting);
  checkModelName(config.SPEECH_MODEL, preferred);
  const offers = new Map<SpeechEngineName, SpeechEngineOffer>();
  let mayFetchModels = true;
  const mayChoose = config.EARSHOT_ALLOW_CHOSEN_ENGINE;
  for (const name of new Set<SpeechEngineName>([...preferred, ...(mayChoose ? (['scripted'] as const) : [])])) {
    const offer = await prepareVendor(name, config, { ...host, language, workers, modelsDir, mayFetchModels });
    offers.set(name, offer);
    const { engine, isComing } = offer.current();
    if (engine !== null || isComing === true) mayFetchModels = false;
  }
  const engines = new PreparedSpeechEngines(preferred, offers, mayChoose);
  const { engine, reason } = engines.choose();
  const fields = { engine: engine?.name ?? 'none', reason };
  if (engine === null) host.logger.warn(fields, 'no speech engine can run: calls are recorded, not transcribed');
  else host.logger.info(fields, 'speech engine chosen');
  return engines;
}

// Each vendor takes its own settings, so a vendor of any settings needs a cast.
const vendorOf = (name: SpeechEngineName) => speechVendors[name] as unknown as SpeechVendor<z.ZodRawShape>;

/** Gives a vendor only the settings that its own schema names. */
async function prepareVendor(
  name: SpeechEngineName,
  config: SpeechConfig,
  host: SpeechHost,
): Promise<SpeechEngineOffer> {
  const { settings, load } = vendorOf(name);
  const keys = Object.keys(settings.shape) as (keyof SpeechConfig)[];
  const { prepare } = await load();
  return prepare(Object.fromEntries(keys.map((key) => [key, config[key]])), host);
}

function preferredEngines(setting: string): readonly SpeechEngineName[] {
  if (setting === 'auto') return speechEngineNames.filter((name) => speechVendors[name].isAutomatic);
  if (setting === 'none') return [];
  const name = speechEngineNames.find((known) => known === setting);
  if (name !== undefined) return [name];
  const known = ['auto', ...speechEngineNames, 'none'].join(', ');
  throw new Failure('SPEECH_ENGINE_UNKNOWN', `SPEECH_ENGINE: expected one of ${known}`);
}

/** Throws `Failure` `SPEECH_MODEL_UNKNOWN` for a model that none of the engines knows. Engines without models take any name. */
function checkModelName(model: string | undefined, engines: readonly SpeechEngineName[]): void {
  const known = engines.flatMap((name) => vendorOf(name).models ?? []);
  if (model === undefined || known.length === 0 || known.includes(model)) return;
  throw new Failure('SPEECH_MODEL_UNKNOWN', `SPEECH_MODEL: expected one of ${known.join(', ')}`);
}

class PreparedSpeechEngines implements SpeechEngines {
  constructor(
    private readonly preferred: readonly SpeechEngineName[],
    private readonly offers: ReadonlyMap<SpeechEngineName, SpeechEngineOffer>,
    private readonly mayChoose: boolean,
  ) {}

  choose(requested?: string): SpeechEngineState {
    const asked = requested === undefined ? null : this.findRequested(requested);
    if (asked !== null && asked.engine !== null) return asked;
    const chosen = this.findPreferred();
    const reason = asked === null ? chosen.reason : `${asked.reason}; ${chosen.reason}`;
    return { engine: chosen.engine, reason: toOneLine(reason) };
  }

  describe() {
    return speechEngineNames.map((name) => {
      const state = this.offers.get(name)?.current();
      if (state === undefined) return { name, available: false, reason: 'not enabled here' };
      return { name, available: state.engine !== null, reason: toOneLine(state.reason) };
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.offers.values()].map((offer) => offer.close()));
  }

  private findRequested(requested: string): SpeechEngineState {
    // Ingest ignores the choice too. This also covers calls that began before the setting changed.
    if (!this.mayChoose)
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

  private findPreferred(): SpeechEngineState {
    const unavailable: string[] = [];
    for (const name of this.preferred) {
      const { engine, reason } = this.offers.get(name)?.current() ?? { engine: null, reason: 'not prepared' };
      if (engine !== null) return { engine, reason: [`${name}: ${reason}`, ...unavailable].join('; ') };
      unavailable.push(`not ${name}: ${reason}`);
    }
    return { engine: null, reason: unavailable.join('; ') || 'speech recognition is switched off' };
  }
}

function toOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_REASON_LENGTH ? line : `${line.slice(0, MAX_REASON_LENGTH - 1)}…`;
}
