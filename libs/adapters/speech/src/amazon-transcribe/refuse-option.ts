import { Failure } from '@earshot/ports';

/** The failure of a setting that does not go with the others. */
export const refuse = (setting: string, reason: string) =>
  new Failure('SPEECH_OPTIONS_INVALID', `${setting}: ${reason}`);
