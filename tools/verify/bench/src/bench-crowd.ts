import { samplesToMs } from '@earshot/domain';
import { pause, type SpeechEngine } from '@earshot/ports';
import { CapturingMetrics } from '@earshot/testing';
import { availableParallelism, loadavg } from 'node:os';
import { delaysOfLine, formatMs } from './bench-delays.js';
import { percentile, type Measurement } from './format-table.js';
import { finalTexts, hearTrack, readSampleCall, type HeardTrack, type SampleCall } from './heard-track.js';
import { clock, withMoonshine } from './speech-runs.js';
import { readTreeCpuMs } from './process-tree.js';

const SAMPLES = ['billing-dispute', 'internet-outage', 'card-payment'];
/** The calls do not begin together, so that their lines do not end together. */
const STAGGER_MS = 1_300;

/**
 * Plays many calls at once, at the speed of speech, on one engine. Each call has to get the finals that it gets alone. Partials
 * may fall away and finals may be late, and the account of the audio has to be exact.
 */
export async function benchCrowd(count: number): Promise<Measurement[]> {
  const measured = await withMoonshine({ metrics: new CapturingMetrics() }, async (engine) => {
    const samples = await Promise.all(SAMPLES.map((name) => readSampleCall(name, engine)));
    const alone: HeardCall[] = [];
    for (const call of samples) alone.push(await hearCall(engine, call, { isRecorded: true }));
    const few = await Promise.all(samples.map((call) => hearCall(engine, call, { isRecorded: false })));
    const before = readTreeCpuMs(process.pid);
    const startedMs = clock.nowMs();
    const crowd = await Promise.all(
      Array.from({ length: count }, async (_, n) => {
        await pause(clock, n * STAGGER_MS);
        const call = samples[n % samples.length] as SampleCall;
        return hearCall(engine, call, { isRecorded: false, callId: `${call.name}-${n}` });
      }),
    );
    const cpuMs = (readTreeCpuMs(process.pid) ?? 0) - (before ?? 0);
    return rowsOf({ engine, alone, few, crowd, cores: cpuMs / (clock.nowMs() - startedMs) });
  });
  return typeof measured === 'string' ? [{ name: 'crowd', measured, target: '' }] : measured;
}

interface HeardCall {
  readonly call: SampleCall;
  readonly tracks: readonly HeardTrack[];
}

async function hearCall(
  engine: SpeechEngine,
  call: SampleCall,
  { isRecorded, callId = call.name }: { readonly isRecorded: boolean; readonly callId?: string },
): Promise<HeardCall> {
  const hear = (samples: Int16Array, track: number) => hearTrack(engine, { callId, samples, track, isRecorded });
  return { call, tracks: await Promise.all(call.tracks.map(hear)) };
}

interface CrowdRun {
  readonly engine: SpeechEngine;
  /** The calls one by one, the calls live without a crowd, and the calls in the crowd. */
  readonly alone: readonly HeardCall[];
  readonly few: readonly HeardCall[];
  readonly crowd: readonly HeardCall[];
  readonly cores: number;
}

function rowsOf({ engine, alone, few, crowd, cores }: CrowdRun): Measurement[] {
  const textsAlone = new Map(alone.map(({ call, tracks }) => [call, tracks.map(finalTexts)]));
  const partialsOfFew = new Map(few.map((heard) => [heard.call, countPartials(heard)]));
  const tracks = crowd.flatMap((heard) => heard.tracks.map((track, n) => ({ call: heard.call, track, n })));
  const same = tracks.filter(
    ({ call, track, n }) => JSON.stringify(finalTexts(track)) === JSON.stringify(textsAlone.get(call)?.[n]),
  );
  const lengthMs = (samples?: Int16Array) => samplesToMs(samples?.length ?? 0, engine.sampleRateHz ?? 16_000);
  const covered = tracks.filter(({ call, track, n }) => track.coveredMs === lengthMs(call.tracks[n]));
  const finals = tracks.reduce((sum, { track }) => sum + finalTexts(track).length, 0);
  const expected = crowd.reduce((sum, { call }) => sum + (partialsOfFew.get(call) ?? 0), 0);
  const given = crowd.reduce((sum, heard) => sum + countPartials(heard), 0);
  const delaysMs = crowd.flatMap(delaysOfFinals);
  const [load = 0] = loadavg();
  const name = `crowd, ${engine.name}, ${crowd.length} live calls on ${availableParallelism()} cores`;
  return [
    {
      name: `${name}: tracks with the finals that they get alone; tracks whose audio is covered to the end; finals`,
      measured: `${same.length} of ${tracks.length}; ${covered.length} of ${tracks.length}; ${finals}`,
      target: 'all',
    },
    {
      name: `${name}: end of a line to its final, p50 / p95`,
      measured: `${formatMs(percentile(delaysMs, 0.5))} / ${formatMs(percentile(delaysMs, 0.95))} (load ${load.toFixed(1)})`,
      target: '',
    },
    {
      name: `${name}: partials, compared with ${few.length} live calls at once; cores`,
      measured: `${given} of ${expected}, ${formatShare(1 - given / expected)} shed; ${cores.toFixed(2)}`,
      target: '',
    },
  ];
}

const countPartials = ({ tracks }: HeardCall): number =>
  tracks.reduce((sum, { results }) => sum + results.filter(({ words }) => !words.isFinal).length, 0);

const delaysOfFinals = ({ call, tracks }: HeardCall): number[] =>
  tracks.flatMap(({ results }, track) =>
    call.lines.flatMap((line) => (line.track === track ? (delaysOfLine(line, results)?.finalMs ?? []) : [])),
  );

const formatShare = (share: number): string => `${(100 * share).toFixed(0)} %`;
