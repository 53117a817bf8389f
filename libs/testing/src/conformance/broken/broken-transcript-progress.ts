import type { TranscriptProgressStore } from '@earshot/ports';

type Break = (store: TranscriptProgressStore) => Partial<TranscriptProgressStore>;

/** Ways progress can lie, each as a wrapper of a good store, with the promise that it must break. */
export const brokenTranscriptProgress: Readonly<Record<string, { breaks: string; make: Break }>> = {
  'forgets what was saved': {
    breaks: 'a new owner gets what the former one saved, all of it',
    make: (store) => ({ take: async (work) => ({ ...(await store.take(work)), saved: null }) }),
  },
  'does not fence': {
    breaks: 'a former owner is refused and changes nothing, others in the same go are saved',
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
  'lets two be the owner': {
    breaks: 'of all who take a call at once each has an epoch of its own, and the highest may save',
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
    breaks: 'a request has progress of its own and an epoch that no other request of the call has',
    make: (store) => ({
      take: ({ callId }) => store.take({ callId }),
      save: (saves) => store.save(saves.map((save) => ({ ...save, requestId: undefined }))),
    }),
  },
};

/** A good store with one promise broken. */
export function breakTranscriptProgress(store: TranscriptProgressStore, name: string): TranscriptProgressStore {
  const good: TranscriptProgressStore = {
    take: (work) => store.take(work),
    save: (saves) => store.save(saves),
  };
  return { ...good, ...brokenTranscriptProgress[name]?.make(store) };
}
