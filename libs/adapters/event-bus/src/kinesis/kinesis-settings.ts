/** What the bus needs to know of its Kinesis; `kinesisSettings` makes it from the environment. */
export interface KinesisSettings {
  readonly region: string;
  /** Another server than that of the region, for one on the loopback. */
  readonly endpoint: string | undefined;
  readonly streamPrefix: string;
  /** Most shards that a stream is created with. */
  readonly maxShards: number;
  readonly createsStreams: boolean;
  readonly fanOut: boolean;
  readonly pollMs: number;
  readonly lingerMs: number;
  readonly leaseMs: number;
}
