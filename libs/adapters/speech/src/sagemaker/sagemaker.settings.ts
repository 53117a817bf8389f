import { flagSetting, optionalTextSetting, sharedSettings, wholeNumberSetting } from '@earshot/contracts';
import { z } from 'zod';

/** The settings of a speech model on Amazon SageMaker. */
export const sagemakerSettings = z.object({
  AWS_REGION: sharedSettings.AWS_REGION,
  SAGEMAKER_ENDPOINT_NAME: z
    .string()
    .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/, 'expected the name of a SageMaker endpoint')
    .optional()
    .describe(
      'SageMaker endpoint of a speech model that takes WAV files, such as Whisper. The engine sagemaker needs it.',
    ),
  SAGEMAKER_INFERENCE_COMPONENT: optionalTextSetting.describe(
    'Inference component of that endpoint, where it hosts several models.',
  ),
  SAGEMAKER_RUNTIME_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('URL of the SageMaker runtime other than that of the region, for example a VPC endpoint.'),
  SAGEMAKER_PARTIALS: flagSetting('true').describe(
    'Whether utterances that are still spoken are transcribed too. With partials, the endpoint gets the audio of an utterance several times.',
  ),
  SAGEMAKER_MAX_REQUESTS: wholeNumberSetting(1, 256, 4).describe(
    'Requests that a process has at the SageMaker endpoint at once. More utterances wait.',
  ),
  SAGEMAKER_TIMEOUT_SECONDS: wholeNumberSetting(1, 60, 15).describe(
    'A request to the SageMaker endpoint without an answer after this long is sent again.',
  ),
});
export type SagemakerSettings = z.infer<typeof sagemakerSettings>;
