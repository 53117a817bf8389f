import {
  Failure,
  type CallStartHook,
  type Clock,
  type Logger,
  type Metrics,
  type TranscriptHook,
} from '@earshot/ports';
import { NOT_REACHABLE, OutboundHttp } from '../http/outbound-http.js';
import { isLambdaArn } from '../outbound.settings.js';
import { CustomerCallStartHook } from './customer-call-start-hook.js';
import { CustomerTranscriptHook } from './customer-transcript-hook.js';
import { GuardedProgram } from './guarded-program.js';
import type { HookProgram } from './hook-program.js';
import type { CallStartHookConfig, HookConfig, TranscriptHookConfig } from './hooks.config.js';
import { HttpHookProgram } from './http-hook-program.js';

export interface HookContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface RunningHook<Hook> {
  readonly hook: Hook;
  /** Throws `Failure` `HOOK_FAILING` while the program fails. */
  requireHealthy(): boolean;
  close(): void;
}

/** Opens the hook that decides about new calls; null without EARSHOT_CALL_START_HOOK. Rejects with `HOOK_UNUSABLE`. */
export async function openCallStartHook(
  config: CallStartHookConfig,
  context: HookContext,
): Promise<RunningHook<CallStartHook> | null> {
  const { EARSHOT_CALL_START_HOOK: place } = config;
  if (place === undefined) return null;
  const program = await openProgram('call-start', place, config, context);
  return toRunningHook('EARSHOT_CALL_START_HOOK', new CustomerCallStartHook(program), program);
}

/** Opens the hook that changes texts; null without EARSHOT_TRANSCRIPT_HOOK. Rejects with `HOOK_UNUSABLE`. */
export async function openTranscriptHook(
  config: TranscriptHookConfig,
  context: HookContext,
): Promise<RunningHook<TranscriptHook> | null> {
  const { EARSHOT_TRANSCRIPT_HOOK: place } = config;
  if (place === undefined) return null;
  const program = await openProgram('transcript', place, config, context);
  const hook = new CustomerTranscriptHook(program, {
    sendsPartials: !config.EARSHOT_TRANSCRIPT_HOOK_FINALS_ONLY,
    sendsUnredacted: config.EARSHOT_TRANSCRIPT_HOOK_UNREDACTED,
    isOptional: config.EARSHOT_HOOK_FAILURE === 'CONTINUE',
  });
  return toRunningHook('EARSHOT_TRANSCRIPT_HOOK', hook, program);
}

const toRunningHook = <Hook>(setting: string, hook: Hook, program: GuardedProgram): RunningHook<Hook> => ({
  hook,
  requireHealthy: () => {
    if (!program.isFailing) return true;
    throw new Failure('HOOK_FAILING', `The program of ${setting} fails. Calls go on without it.`);
  },
  close: () => program.close(),
});

async function openProgram(
  hook: 'call-start' | 'transcript',
  place: string,
  config: HookConfig,
  { clock, logger, metrics }: HookContext,
): Promise<GuardedProgram> {
  const failing = metrics.gauge('earshot_hook_failing', '1 while the program of a hook fails, otherwise 0', ['hook']);
  failing.set(0, { hook });
  const failures = metrics.counter('earshot_hook_failures_total', 'Failed questions to hooks', ['hook', 'code']);
  const options = {
    limitMs: config.EARSHOT_HOOK_TIMEOUT_MS,
    maxAtOnce: config.EARSHOT_HOOK_CONCURRENCY,
    holdMs: config.EARSHOT_HOOK_FAILURE === 'HOLD' ? config.EARSHOT_HOOK_HOLD_MS : 0,
    random: Math.random,
  };
  return new GuardedProgram(await connectProgram(place, config, clock), clock, options, {
    failures: { add: (amount, labels) => failures.add(amount, { hook, ...labels }) },
    observer: {
      circuitOpened: (code) => {
        failing.set(1, { hook });
        logger.warn({ hook, code }, 'the program of a hook fails, calls go on without it');
      },
      circuitClosed: () => {
        failing.set(0, { hook });
        logger.info({ hook }, 'the program of a hook works again');
      },
    },
  });
}

async function connectProgram(place: string, config: HookConfig, clock: Clock): Promise<HookProgram> {
  if (isLambdaArn(place)) {
    // The AWS SDK is large, so it is loaded only when it is used.
    const { LambdaFunctions } = await import('../aws/lambda-functions.js');
    const { LambdaHookProgram } = await import('./lambda-hook-program.js');
    const [region, maxSockets] = [place.split(':')[3], config.EARSHOT_HOOK_CONCURRENCY];
    const functions = new LambdaFunctions({ region, endpoint: config.LAMBDA_ENDPOINT, maxSockets }, clock);
    return new LambdaHookProgram(place, functions);
  }
  const { EARSHOT_HOOK_SECRET: secret, EARSHOT_HOOK_KEY_ID: id } = config;
  if (secret === undefined)
    throw new Failure('HOOK_UNUSABLE', 'EARSHOT_HOOK_SECRET: required with a hook at a web address');
  const http = new OutboundHttp(clock, {
    allowedHosts: config.EARSHOT_OUTBOUND_ALLOWED_HOSTS,
    maxSockets: config.EARSHOT_HOOK_CONCURRENCY,
  });
  if (!http.mayReach(place)) throw new Failure('HOOK_UNUSABLE', `The hook at a web address: ${NOT_REACHABLE}`);
  return new HttpHookProgram(place, { id, secret }, http, clock);
}
