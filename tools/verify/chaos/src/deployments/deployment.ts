import type { Stack } from '@earshot/stack';
import type { EarshotProcess } from './earshot-process.js';

export const busKinds = ['embedded', 'kafka', 'kinesis'] as const;
export type BusKind = (typeof busKinds)[number];

/** All services in one process on the embedded bus, or in separate processes on a durable bus. */
export type DeploymentForm = 'standalone' | 'stack';

/** What a deployment must have for a fault. Faults with the same needs share a deployment. */
export interface DeploymentNeeds {
  /** Names of the injections that each service loads before its own code (`inject/preload.ts`). */
  readonly inject: readonly string[];
  /** Puts recordings on a small separate file system, which a fault can fill. */
  readonly smallDisk: boolean;
}

export interface DeploymentOptions extends DeploymentNeeds {
  readonly bus: BusKind;
  readonly dataDir: string;
  readonly seed: string;
  /** Processes of each service. */
  readonly replicas: number;
  readonly recordingsBytes: number;
  readonly log: (text: string) => void;
}

/** A running Earshot that faults are injected into. */
export interface Deployment {
  readonly httpUrls: readonly string[];
  readonly ingestUrls: readonly string[];
  /** The separate services; null in the standalone form. */
  readonly stack: Stack | null;
  /** The process of the standalone form; null where services are separate. */
  readonly standalone: EarshotProcess | null;
  readonly recordingsDir: string;
  /** Sends a command to the injections in every process. */
  sendCommand(command: object): Promise<void>;
  /** Restarts processes that are not alive, and waits until all are ready. */
  restore(): Promise<void>;
  /** The output of every process. */
  output(): string;
  stop(): Promise<void>;
}
