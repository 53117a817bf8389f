import { z } from 'zod';
import { sherpaSettings } from '../sherpa/sherpa.settings.js';

/** One setting names the model, whichever engine runs it. */
export const moonshineSettings = sherpaSettings.pick({ SPEECH_MODEL: true, SPEECH_MODEL_DIR: true });
export type MoonshineSettings = z.infer<typeof moonshineSettings>;
