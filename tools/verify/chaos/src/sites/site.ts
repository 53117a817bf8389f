import type { Stack } from '@earshot/stack';
import type { EarshotProcess } from './earshot-process.js';

export const busKinds = ['embedded', 'kafka', 'kinesis'] as const;
export type BusKind = (typeof busKinds)[number];

/** How a site is to be made; faults that need the same can share one. */
export interface SiteNeeds {
  /** Names of what is loaded into every service before its own code (`inject/preload.ts`). */
  readonly inject: readonly string[];
  /** Recordings on a small file system of their own, so that it can be filled. */
  readonly smallDisk: boolean;
}

export interface SiteOptions extends SiteNeeds {
  readonly bus: BusKind;
  readonly dataDir: string;
  readonly seed: string;
  /** Processes of each service. */
  readonly replicas: number;
  readonly recordingsBytes: number;
  readonly say: (text: string) => void;
}

/** A running Earshot that can be hurt. */
export interface Site {
  readonly httpUrls: readonly string[];
  readonly ingestUrls: readonly string[];
  /** The separate services; null in the standalone form. */
  readonly stack: Stack | null;
  /** The one process of the standalone form; null where services are separate. */
  readonly standalone: EarshotProcess | null;
  readonly recordingsDir: string;
  /** Has what was injected do its part now, in every process, by what is said here. */
  strike(command: object): Promise<void>;
  /** Everything is alive and ready; starts what is not. */
  heal(): Promise<void>;
  /** What every process printed, for whoever looks into a failure. */
  output(): string;
  stop(): Promise<void>;
}
