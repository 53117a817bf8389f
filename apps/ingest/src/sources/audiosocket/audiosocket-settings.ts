import { wholeNumberSetting } from '@earshot/contracts';
import type { z } from 'zod';
import type { SourceAddress } from '../../limits/source-addresses.js';

export const audioSocketSettings = {
  EARSHOT_AUDIOSOCKET_PORT: wholeNumberSetting(0, 65_535, 0).describe(
    'TCP port for calls that Asterisk sends by AudioSocket (docs/how-to/connect-asterisk.md); 0: off. The protocol has neither keys nor encryption, so name your Asterisk servers in EARSHOT_INGEST_ALLOWED_ADDRESSES.',
  ),
};

/** With the shared settings that the source reads. */
export type AudioSocketSettings = z.infer<z.ZodObject<typeof audioSocketSettings>> & {
  readonly EARSHOT_HOST: string;
  readonly EARSHOT_MAX_CALLS: number;
  readonly EARSHOT_INGEST_ALLOWED_ADDRESSES: readonly SourceAddress[];
};
