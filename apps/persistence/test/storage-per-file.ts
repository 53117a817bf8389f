import { afterAll, afterEach, beforeAll } from '@jest/globals';
import pg from 'pg';
import { openTestStorage, type ReplicaOptions, type TestReplica, type TestStorage } from './test-storage.js';

/** One storage for all tests of a file. */
export interface StorageOfFile {
  readonly storage: TestStorage;
  /** A connection to the database, for what the stores do not tell. */
  readonly database: pg.Client;
  /** Starts a replica that is closed after the test. */
  start(over?: ReplicaOptions): TestReplica;
}

/** Opens the storage before the tests of a file. `defaults` are the options of each replica. */
export function storagePerFile(defaults: ReplicaOptions = {}): StorageOfFile {
  let storage: TestStorage;
  let database: pg.Client;
  const replicas: TestReplica[] = [];
  beforeAll(async () => {
    storage = await openTestStorage();
    database = new pg.Client({ connectionString: storage.url });
    await database.connect();
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.persistence.close();
  });
  afterAll(async () => {
    await database.end();
    await storage.stop();
  });
  return {
    get storage() {
      return storage;
    },
    get database() {
      return database;
    },
    start: (over = {}) => {
      const replica = storage.startReplica({ ...defaults, ...over });
      replicas.push(replica);
      return replica;
    },
  };
}
