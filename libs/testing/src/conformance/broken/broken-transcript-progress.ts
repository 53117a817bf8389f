import type { TranscriptProgressStore } from '@earshot/ports';

type Break = (store: TranscriptProgressStore) => Partial<TranscriptProgressStore>;

/** Broken progress stores: each wraps a good store and must fail the conformance case of the promise in `breaks`. */
export const brokenTranscriptProgress: Readonly<Record<string, { breaks: string; make: Break }>> = {
  'forgets saved progress': {
    breaks: 'gives a new owner everything that the former one saved',
    make: (store) => ({ take: async (work) => ({ ...(await store.take(work)), saved: null }) }),
  },
  'does not fence': {
    breaks: 'refuses the save of a former owner and stores the others of the same batch',
    make: (store) => {
      const newest = new Map<string, number>();
      return {
        take: async (work) => {
          const taken = await store.take(work);
          newest.set(work.callId, taken.epoch);
          return taken;
        },
        save: (saves) => store.save(saves.map((save) => ({ ...save, epoch: newest.get(save.callId) ?? save.epoch }))),
      };
    },
  },
  'gives two owners the same epoch': {
    breaks: 'gives every owner that takes a call at the same time its own epoch, and lets only the highest save',
    make: (store) => {
      const taken = new Map<string, ReturnType<TranscriptProgressStore['take']>>();
      return {
        take: (work) => {
          const one = taken.get(work.callId) ?? store.take(work);
          taken.set(work.callId, one);
          return one;
        },
      };
    },
  },
  'mixes requests with the live call': {
    breaks: 'keeps separate progress and a unique epoch for each request of a call',
    make: (store) => ({
      take: ({ callId }) => store.take({ callId }),
      save: (saves) => store.save(saves.map((save) => ({ ...save, requestId: undefined }))),
    }),
  },
};

/** Wraps a good store so that it breaks one promise. */
export function breakTranscriptProgress(store: TranscriptProgressStore, name: string): TranscriptProgressStore {
  const good: TranscriptProgressStore = {
    take: (work) => store.take(work),
    save: (saves) => store.save(saves),
  };
  return { ...good, ...brokenTranscriptProgress[name]?.make(store) };
}
