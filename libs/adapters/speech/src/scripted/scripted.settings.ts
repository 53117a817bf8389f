import { z } from 'zod';
import { optionalTextSetting } from '@earshot/contracts';

export const scriptedSettings = z.object({
  EARSHOT_SCRIPTS_DIR: optionalTextSetting.describe(
    'Directory of the scripts that the scripted engine speaks. Default: the shipped samples.',
  ),
});
export type ScriptedSettings = z.infer<typeof scriptedSettings>;
