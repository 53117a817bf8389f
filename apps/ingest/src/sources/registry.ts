import type { ZodType } from 'zod';
import { createEarshotSource, EARSHOT_PATH } from './earshot/earshot-source.js';
import { createLcaSource, LCA_PATH } from './lca/lca-source.js';
import { lcaSettings, type LcaSettings } from './lca/lca-settings.js';
import type { MediaSource } from './media-source.js';

interface RegisteredSource {
  /** Settings of this source alone; the keys are the environment variables. */
  readonly settings: Readonly<Record<string, ZodType>>;
  create(settings: never): MediaSource;
}

/** Every source of calls, by name: its settings, and how to make it for its WebSocket path or port. */
export const mediaSources = {
  lca: { settings: lcaSettings, create: (settings: LcaSettings) => createLcaSource(LCA_PATH, settings) },
  earshot: { settings: {}, create: () => createEarshotSource(EARSHOT_PATH) },
} satisfies Readonly<Record<string, RegisteredSource>>;

type AllSources = (typeof mediaSources)[keyof typeof mediaSources];
type IntersectionOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The settings of all sources, for ingest's configuration. */
export const sourceSettings: IntersectionOf<AllSources['settings']> = Object.assign(
  {},
  ...Object.values(mediaSources).map(({ settings }) => settings),
);
