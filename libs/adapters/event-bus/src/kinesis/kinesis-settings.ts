/** The settings of the Kinesis bus. `kinesisSettings` reads them from the environment. */
export interface KinesisSettings {
  readonly region: string;
  /** A server other than that of the region, for example one on the loopback. */
  readonly endpoint: string | undefined;
  /** PEM file of the authorities that the endpoint's certificate may come from. Undefined: the public ones. */
  readonly caFile?: string | undefined;
  readonly streamPrefix: string;
  /** Most shards of a stream that Earshot creates. */
  readonly maxShards: number;
  readonly createsStreams: boolean;
  readonly fanOut: boolean;
  readonly pollMs: number;
  readonly lingerMs: number;
  readonly leaseMs: number;
}
