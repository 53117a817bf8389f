import { listOfSetting } from '@earshot/contracts';
import { z, type ZodType } from 'zod';
import { findAudiohookDoor } from './audiohook/audiohook-clients.js';
import { audiohookSettings, type AudiohookSettings } from './audiohook/audiohook-settings.js';
import { AUDIOHOOK_PATH, createAudiohookSource } from './audiohook/audiohook-source.js';
import { audioSocketSettings } from './audiosocket/audiosocket-settings.js';
import { createAudioSocketSource, findOpenAudioSocketDoor } from './audiosocket/audiosocket-source.js';
import { createEarshotSource, EARSHOT_PATH } from './earshot/earshot-source.js';
import { forkSources } from './freeswitch/freeswitch-source.js';
import { kvsSettings } from './kvs/kvs-settings.js';
import { createKvsSource } from './kvs/kvs-source.js';
import { createLcaSource, LCA_PATH } from './lca/lca-source.js';
import { lcaSettings, type LcaSettings } from './lca/lca-settings.js';
import { lcaEventsSettings, type LcaEventsSettings } from './lca-events/lca-events-settings.js';
import { createLcaEventsSource } from './lca-events/lca-events-source.js';
import type { MediaSource } from './media-source.js';
import { createSiprecSource, findSiprecDoor } from './siprec/siprec-source.js';
import { findSiprecHost, siprecSettings } from './siprec/siprec-settings.js';
import { twilioFamily } from './twilio/twilio-family.js';
import { uploadSettings } from './upload/upload-settings.js';
import { createUploadSource } from './upload/upload-source.js';

/** `Settings`: the configuration that holds the settings of the source. */
export interface RegisteredSource<Settings> {
  /** Settings of this source alone; the keys are the environment variables. */
  readonly settings: Readonly<Record<string, ZodType>>;
  /** Whether it is on without being named in EARSHOT_SOURCES. */
  readonly isDefault: boolean;
  /**
   * A setting without which the source would take calls from everybody who reaches its port, and what is wrong; null if there is
   * none. The source then does not start in production. Absent: its clients connect by `serveSockets`, which checks who they are.
   */
  findOpenDoor?(settings: Settings): readonly [setting: string, problem: string] | null;
  /** The address of the ports that the source opens itself. Others may reach it only if `findOpenDoor` finds nothing. */
  hostOf?(settings: Settings): string;
  /** The settings of which it needs at least one to be started. */
  readonly neededSettings?: readonly string[];
  /** Null: the source is not configured, and is not started. */
  create(settings: Settings): MediaSource | null;
}

interface Listening {
  readonly EARSHOT_HOST: string;
}

/** Every source of calls, by name: its settings, and how to make it for its WebSocket path or port. */
export const mediaSources = {
  lca: {
    settings: lcaSettings,
    isDefault: true,
    create: (settings: LcaSettings) => createLcaSource(LCA_PATH, settings),
  },
  earshot: { settings: {}, isDefault: true, create: () => createEarshotSource(EARSHOT_PATH) },
  audiohook: {
    settings: audiohookSettings,
    isDefault: true,
    findOpenDoor: findAudiohookDoor,
    create: (settings: AudiohookSettings) => createAudiohookSource(AUDIOHOOK_PATH, settings),
  },
  audiosocket: {
    settings: audioSocketSettings,
    isDefault: true,
    findOpenDoor: findOpenAudioSocketDoor,
    hostOf: ({ EARSHOT_HOST }: Listening) => EARSHOT_HOST,
    neededSettings: ['EARSHOT_AUDIOSOCKET_PORT'],
    create: createAudioSocketSource,
  },
  ...twilioFamily,
  ...forkSources,
  siprec: {
    settings: siprecSettings,
    isDefault: true,
    findOpenDoor: findSiprecDoor,
    hostOf: findSiprecHost,
    neededSettings: ['EARSHOT_SIPREC_UDP_PORT', 'EARSHOT_SIPREC_TCP_PORT', 'EARSHOT_SIPREC_TLS_PORT'],
    create: createSiprecSource,
  },
  kvs: {
    settings: kvsSettings,
    isDefault: true,
    neededSettings: ['EARSHOT_KVS_EVENTS_QUEUE_URL'],
    create: createKvsSource,
  },
  'lca-events': {
    settings: lcaEventsSettings,
    isDefault: true,
    neededSettings: ['EARSHOT_LCA_EVENTS_STREAM'],
    create: (settings: LcaEventsSettings) => createLcaEventsSource(settings),
  },
  upload: { settings: uploadSettings, isDefault: true, create: createUploadSource },
} satisfies Readonly<Record<string, RegisteredSource<never>>>;

export type SourceName = keyof typeof mediaSources;
export const sourceNames = Object.keys(mediaSources) as SourceName[];

const defaultSources = sourceNames.filter((name) => mediaSources[name].isDefault);

/** The sources that a process runs, by name. */
export const sourcesSetting = listOfSetting(
  z.enum(sourceNames, { error: `expected a list of ${sourceNames.join(', ')}` }),
).describe(
  `The sources of calls that are on, separated by commas: ${sourceNames.join(', ')}. A source that lacks its own settings is not started. Empty: ${defaultSources.join(', ')}.`,
);

/** The sources that are on. Empty: nobody named any. */
export const sourcesToStart = (named: readonly SourceName[]): readonly SourceName[] =>
  named.length > 0 ? named : defaultSources;

type AllSources = (typeof mediaSources)[keyof typeof mediaSources];
type IntersectionOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The settings of all sources, for ingest's configuration. */
export const sourceSettings: IntersectionOf<AllSources['settings']> = Object.assign(
  {},
  ...Object.values(mediaSources).map(({ settings }) => settings),
);
