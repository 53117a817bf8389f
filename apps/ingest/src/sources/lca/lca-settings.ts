import { flagSetting } from '@earshot/contracts';
import type { z } from 'zod';

export const lcaSettings = {
  EARSHOT_LCA_BROWSER_REPAIR: flagSetting().describe(
    "Repair the shifted 512-byte frames of LCA's own browser page. When off, every byte stays as it was sent.",
  ),
};

export type LcaSettings = z.infer<z.ZodObject<typeof lcaSettings>>;
