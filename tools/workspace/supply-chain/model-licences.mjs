/**
 * The licence of what Earshot takes out of each package that carries a speech model. It was read in the package; where the package
 * states another one for its code, that one does not matter, because the code is left behind.
 */
export const modelLicences = {
  // LICENSE, section 1: the English models. Section 2, for Spanish, asks large companies for a contract.
  '@moonshine-ai/moonshine-js': 'MIT',
  '@usefulsensors/moonshine-js': 'MIT',
  // The package is ISC. The detector in it is Silero's.
  '@ricky0123/vad-web': 'MIT',
  'llama-tokenizer-js': 'MIT',
};
