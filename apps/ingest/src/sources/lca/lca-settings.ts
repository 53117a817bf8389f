import { flagSetting } from '@earshot/contracts';
import type { z } from 'zod';

export const lcaSettings = {
  EARSHOT_LCA_BROWSER_REPAIR: flagSetting().describe(
    "Repair the shifted 512-byte frames of LCA's own browser page. When off, every byte stays as it was sent.",
  ),
  EARSHOT_LCA_QUERY_KEYS: flagSetting().describe(
    "Whether LCA clients may send their access key or access token as LCA's query parameter: ?authorization=Bearer%20KEY. Proxies on the way often log addresses, so prefer the Authorization header.",
  ),
};

export type LcaSettings = z.infer<z.ZodObject<typeof lcaSettings>>;
