/** What the provider stores of a session, a code or a token. */
interface ProviderRecord {
  readonly uid?: string;
  readonly grantId?: string;
  consumed?: number;
}

/** Keeps what a provider stores, in memory and without an end: a test is short. */
export class ProviderRecords {
  private readonly records = new Map<string, ProviderRecord>();

  /** What the library calls an adapter. */
  ofModel(model: string): object {
    const { records } = this;
    const keyOf = (id: string): string => `${model} ${id}`;
    const ofModel = (): ProviderRecord[] =>
      [...records].flatMap(([key, record]) => (key.startsWith(`${model} `) ? [record] : []));
    return {
      upsert: async (id: string, record: ProviderRecord) => void records.set(keyOf(id), record),
      find: async (id: string) => records.get(keyOf(id)),
      findByUid: async (uid: string) => ofModel().find((record) => record.uid === uid),
      findByUserCode: async () => undefined,
      destroy: async (id: string) => void records.delete(keyOf(id)),
      consume: async (id: string) => {
        const record = records.get(keyOf(id));
        if (record !== undefined) record.consumed = Math.floor(Date.now() / 1_000);
      },
      revokeByGrantId: async (grantId: string) => {
        for (const [key, record] of records) if (record.grantId === grantId) records.delete(key);
      },
    };
  }
}
