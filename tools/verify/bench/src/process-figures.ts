import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Child } from './child-process.js';

/** Where a measured service is reached. */
export interface Addresses {
  readonly httpUrl: string;
  readonly ingestUrl: string;
}

export interface MemoryFigures {
  readonly rssMb: number;
  /** What is alive after a full garbage collection. */
  readonly heapMb: number;
  /** Buffers outside the heap. */
  readonly externalMb: number;
}

export interface LoopFigures {
  readonly p99Ms: number;
  readonly maxMs: number;
}

const toMb = (bytes: number): number => bytes / 2 ** 20;

/** Questions that every measured process answers. The garbage is collected for `memory` alone: it would count as CPU. */
export function figureAnswers() {
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
    /** How late the event loop was since the last time this was asked. */
    loop: (): LoopFigures => {
      const figures = { p99Ms: loop.percentile(99) / 1e6, maxMs: loop.max / 1e6 };
      loop.reset();
      return figures;
    },
  };
}

export const cpuMsOf = (child: Child<unknown>): Promise<number> => child.ask<number>('cpuMs');
export const memoryOf = (child: Child<unknown>): Promise<MemoryFigures> => child.ask<MemoryFigures>('memory');
export const loopOf = (child: Child<unknown>): Promise<LoopFigures> => child.ask<LoopFigures>('loop');
