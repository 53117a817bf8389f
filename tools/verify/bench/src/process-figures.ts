import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Child } from './child-process.js';

export interface Addresses {
  readonly httpUrl: string;
  readonly ingestUrl: string;
}

export interface MemoryFigures {
  readonly rssMb: number;
  /** Used heap after a full garbage collection. */
  readonly heapMb: number;
  /** Buffers outside the heap. */
  readonly externalMb: number;
}

export interface LoopFigures {
  readonly p99Ms: number;
  readonly maxMs: number;
}

const toMb = (bytes: number): number => bytes / 2 ** 20;

/** Creates the handlers of every measured process. Only `memory` collects garbage, because that costs CPU time. */
export function figureHandlers() {
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  return {
    cpuMs: (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000;
    },
    memory: (): MemoryFigures => {
      globalThis.gc?.();
      const { rss, external, arrayBuffers } = process.memoryUsage();
      return {
        rssMb: toMb(rss),
        heapMb: toMb(getHeapStatistics().used_heap_size),
        externalMb: toMb(external + arrayBuffers),
      };
    },
    /** Delay of the event loop since the previous request. */
    loop: (): LoopFigures => {
      const figures = { p99Ms: loop.percentile(99) / 1e6, maxMs: loop.max / 1e6 };
      loop.reset();
      return figures;
    },
  };
}

export const readCpuMs = (child: Child<unknown>): Promise<number> => child.request<number>('cpuMs');
export const readMemory = (child: Child<unknown>): Promise<MemoryFigures> => child.request<MemoryFigures>('memory');
export const readLoopDelay = (child: Child<unknown>): Promise<LoopFigures> => child.request<LoopFigures>('loop');
