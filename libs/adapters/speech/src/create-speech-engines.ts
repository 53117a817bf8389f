import { Failure } from '@earshot/ports';
import { join } from 'node:path';
import type { z } from 'zod';
import { EngineHealth } from './engine-health.js';
import { LimitedOffer } from './limited-offer.js';
import { parseEngineNames } from './parse-engine-names.js';
import { PreparedSpeechEngines, type SpeechEngines } from './prepared-speech-engines.js';
import { speechEngineNames, speechVendors, type SpeechEngineName } from './registry.js';
import type { SpeechConfig } from './speech.config.js';
import type { SpeechEngineOffer, SpeechHost, SpeechVendor } from './speech-vendor.js';

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
    offers.set(name, limitOffer(name, offer, config, host));
    const { engine, isComing } = offer.current();
    // An engine that the settings name is wanted beside the others: it may have to take over from them.
    if (setting === 'auto' && (engine !== null || isComing === true)) mayFetchModels = false;
  }
  const healthy = host.metrics.gauge('earshot_speech_engine_healthy', '0 while new calls avoid the engine', ['engine']);
  const health = new EngineHealth(host.clock, config.SPEECH_ENGINE_PAUSE_MS, (engine, isHealthy) =>
    healthy.set(isHealthy ? 1 : 0, { engine }),
  );
  const engines = new PreparedSpeechEngines(preferred, offers, health, {
    mayChoose,
    sharesQuotas: config.SPEECH_QUOTA_SCOPE === 'deployment',
  });
  const { engine, reason } = engines.choose();
  const fields = { engine: engine?.name ?? 'none', reason };
  if (engine === null) host.logger.warn(fields, 'no speech engine can run: calls are recorded, not transcribed');
  else host.logger.info(fields, 'speech engine chosen');
  return engines;
}

/** The offer as it is where the settings give no number for its engine. */
function limitOffer(
  name: SpeechEngineName,
  offer: SpeechEngineOffer,
  config: SpeechConfig,
  { clock, metrics }: Pick<SpeechHost, 'clock' | 'metrics'>,
): SpeechEngineOffer {
  const maxStreams = config.SPEECH_MAX_STREAMS[name];
  const startsPerSecond = config.SPEECH_STARTS_PER_SECOND[name];
  const pricePerMinute = config.SPEECH_PRICE_PER_MINUTE[name];
  if (maxStreams === undefined && startsPerSecond === undefined && pricePerMinute === undefined) return offer;
  const { tracksPerStream = 1 } = vendorOf(name);
  const quota = { maxStreams, startsPerSecond, tracksPerStream, pricePerMinute };
  return new LimitedOffer(offer, quota, clock, metrics, config.SPEECH_QUOTA_SCOPE === 'deployment');
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
  const names = parseEngineNames(setting);
  if (names !== null) return names;
  const known = ['auto', ...speechEngineNames, 'none'].join(', ');
  throw new Failure(
    'SPEECH_ENGINE_UNKNOWN',
    `SPEECH_ENGINE: expected one of ${known}, or several, separated by commas`,
  );
}

/** Throws `Failure` `SPEECH_MODEL_UNKNOWN` for a model that none of the engines knows. Engines without models take any name. */
function checkModelName(model: string | undefined, engines: readonly SpeechEngineName[]): void {
  const known = engines.flatMap((name) => vendorOf(name).models ?? []);
  if (model === undefined || known.length === 0 || known.includes(model)) return;
  throw new Failure('SPEECH_MODEL_UNKNOWN', `SPEECH_MODEL: expected one of ${known.join(', ')}`);
}
