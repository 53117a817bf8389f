import { err } from '@earshot/contracts';
import type { CallSession } from '../src/call/call-session.js';
import { createEarshotSource, EARSHOT_PATH } from '../src/sources/earshot/earshot-source.js';
import type { SocketOptions, SourceContext } from '../src/sources/media-source.js';
import { mediaSources } from '../src/sources/registry.js';
import type { RegisteredSources } from '../src/sources/start-sources.js';
import type { TimedSourceOptions } from './timed-source.js';

interface BrokenSource {
  readonly breaks: string;
  readonly settings?: Record<string, string>;
  /** Breaks the source of the Earshot protocol. */
  readonly change?: (context: SourceContext) => SourceContext;
  /** Breaks the source with timestamps. */
  readonly timed?: Partial<TimedSourceOptions>;
}

type Changed = Partial<CallSession>;

/** A context in which each call behaves as `change` says. */
const withCalls =
  (change: (call: CallSession, context: SourceContext) => Changed) =>
  (context: SourceContext): SourceContext => ({
    ...context,
    calls: {
      startCall: (start, client) => {
        const started = context.calls.startCall(start, client);
        if (!started.ok) return started;
        const session = replaceMethods(started.value.session, change(started.value.session, context));
        return { ...started, value: { ...started.value, session } };
      },
    },
  });

const replaceMethods = (call: CallSession, changed: Changed): CallSession =>
  new Proxy(call, {
    get: (target, name: keyof CallSession) => {
      const value = changed[name] ?? target[name];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

const gap = { samples: 160, reason: 'SOURCE_SILENT' } as const;

/** Sources that break one promise each. */
export const brokenSources: Readonly<Record<string, BrokenSource>> = {
  'lose a piece now and then': {
    breaks: 'publishes every sample of a call once and in its place',
    change: withCalls((call) => {
      let pieces = 0;
      return { receiveAudio: (samples) => void ((pieces += 1) % 50 !== 0 && call.receiveAudio(samples)) };
    }),
  },
  'do not wait for a piece that is late': {
    breaks: 'puts pieces in order that come out of order',
    timed: { waitMs: 0 },
  },
  'go by the order in which pieces come': {
    breaks: 'takes a piece that comes twice once',
    timed: { readsPositions: false },
  },
  'never look at the clock': {
    breaks: 'declares two seconds that were never sent, at their place',
    settings: { EARSHOT_STALL_GAP_MS: '0' },
  },
  'take a late piece for a lost one': {
    breaks: 'takes jitter of 50 ms for no gap',
    change: withCalls((call, { clock }) => {
      let lastMs = clock.nowMs();
      return {
        receiveAudio: (samples) => {
          const isLate = clock.nowMs() - lastMs > 40;
          lastMs = clock.nowMs();
          if (isLate) call.declareGap(gap);
          call.receiveAudio(samples);
        },
      };
    }),
  },
  'end the call with its connection': {
    breaks: 'continues a call whose connection was lost, and declares the time between',
    change: withCalls((call) => ({ loseConnection: () => call.end() })),
  },
  'do not pause': {
    breaks: 'keeps nothing of a call that its source has paused, and declares the time as paused',
    change: withCalls(() => ({ requestPause: () => ({ ok: true, value: undefined }) })),
  },
  'fill a silent track without a word': {
    breaks: 'gives a track of which nothing comes a gap of its own',
    timed: { declaresGaps: false },
  },
  'mix up the audio of two calls': {
    breaks: 'keeps a call exact beside one that sends garbage',
    change: (context) => {
      let first: CallSession | undefined;
      return withCalls((call) => {
        first ??= call;
        return { receiveAudio: (samples) => (first ?? call).receiveAudio(samples) };
      })(context);
    },
  },
  'cut every socket because of one': {
    breaks: 'takes the next call after a message that is too large',
    change: (context) => ({
      ...context,
      serveSockets: (path, accept, options?: SocketOptions) => {
        const sockets = new Set<{ terminate(): void }>();
        const cutAll = () => {
          for (const socket of sockets) socket.terminate();
        };
        return context.serveSockets(
          path,
          (socket, origin, request) => {
            sockets.add(socket);
            socket.on('error', cutAll);
            return accept(socket, origin, request);
          },
          options,
        );
      },
    }),
  },
  'wait for a silent peer for ever': {
    breaks: 'ends the call of a peer that stays connected and answers nothing',
    settings: { EARSHOT_SOCKET_TIMEOUT_MS: '3600000' },
  },
  'take no call while others are slow': {
    breaks: 'accepts a call while the bus and the database stall, and loses nothing of it',
    change: (context) => ({ ...context, calls: { startCall: () => err('SERVICE_BUSY') } }),
  },
  'take the drift of a clock for lost audio': {
    breaks: 'keeps the clock and the memory of a call of four hours whose source runs slow',
    change: withCalls((call) => {
      let pieces = 0;
      return {
        receiveAudio: (samples) => {
          if ((pieces += 1) % 100 === 0) call.declareGap({ ...gap, samples: 8_000 });
          call.receiveAudio(samples);
        },
      };
    }),
  },
};

/** The registered sources, with the Earshot protocol changed. */
export const changeEarshot = (change: (context: SourceContext) => SourceContext): RegisteredSources => ({
  ...mediaSources,
  earshot: {
    settings: {},
    isDefault: true,
    create: () => ({ start: (context) => createEarshotSource(EARSHOT_PATH).start(change(context)) }),
  },
});
