import { jitteredBackoffMs } from '@earshot/domain';
import { Failure, pause, type Clock } from '@earshot/ports';
import { RefusedHandshake, ServiceSocket, type SocketService } from './service-socket.js';

const ATTEMPTS = 5;
const BACKOFF = { firstMs: 500, maxMs: 4_000 };
/** A service that asks for a longer pause fails the stream, so that another engine can take over. */
const MAX_PAUSE_MS = 15_000;

/** Connects, and tries again with growing pauses while the service is over a limit. Rejects with `Failure`. */
export async function connectWhileBusy(
  service: SocketService,
  clock: Clock,
  closing: AbortSignal,
): Promise<ServiceSocket> {
  for (let attempt = 1; ; attempt += 1) {
    if (closing.aborted) throw service.failures.closedEngine();
    try {
      return await ServiceSocket.open(service, clock, closing);
    } catch (error) {
      const failure = toFailure(error, service);
      const retryAfterMs = error instanceof RefusedHandshake ? error.retryAfterMs : null;
      const pauseMs = Math.max(retryAfterMs ?? 0, jitteredBackoffMs(attempt, BACKOFF, Math.random));
      if (failure.code !== 'SPEECH_RATE_LIMITED' || attempt >= ATTEMPTS || pauseMs > MAX_PAUSE_MS) throw failure;
      await pause(clock, pauseMs, closing);
    }
  }
}

/** Opens a stream without audio and closes it. Rejects with `Failure`. */
export async function probeService(service: SocketService, clock: Clock, closing: AbortSignal): Promise<void> {
  try {
    (await ServiceSocket.open(service, clock, closing)).terminate();
  } catch (error) {
    throw toFailure(error, service);
  }
}

const toFailure = (error: unknown, { failures }: SocketService): Failure => {
  if (error instanceof RefusedHandshake) return error.failure;
  return error instanceof Failure ? error : failures.closedEngine();
};
