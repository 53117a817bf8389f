import { z } from 'zod';
import { addressesSetting, listOfSetting } from '@earshot/contracts';

/** A network, and the source that it is for; null: for every source. */
export interface SourceAddress {
  readonly source: string | null;
  readonly network: string;
}

const ENTRY = /^(?:([a-z][a-z0-9-]*)=)?(.+)$/;

/**
 * A setting that lists networks, each for every source or, as in `lca=10.0.0.0/8`, for one. A name that is not in `sources`
 * is refused: ignored, it would leave the source that was meant open to all.
 */
export const sourceAddressesSetting = (sources: readonly string[]) =>
  listOfSetting(
    z.string().refine((entry) => isEntry(parseEntry(entry), sources), {
      error: `expected IP addresses or networks, such as 10.0.0.0/8, with or without one of the sources ${sources.join(', ')}, as in lca=10.0.0.0/8`,
    }),
  ).transform((entries) => entries.map(parseEntry));

/** The networks from which a source may be used. Empty: all. */
export const addressesOf = (entries: readonly SourceAddress[], source: string): readonly string[] =>
  entries.filter((entry) => entry.source === null || entry.source === source).map(({ network }) => network);

function parseEntry(entry: string): SourceAddress {
  const [, source = null, network = ''] = ENTRY.exec(entry) ?? [];
  return { source, network };
}

const isEntry = ({ source, network }: SourceAddress, sources: readonly string[]): boolean =>
  (source === null || sources.includes(source)) && addressesSetting.safeParse(network).success;
