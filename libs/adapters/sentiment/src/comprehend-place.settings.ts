import { z } from 'zod';
import { httpUrl, optionalTextSetting } from '@earshot/contracts';

/** Where Amazon Comprehend is, for everything that uses it. */
export const comprehendPlaceSettings = {
  COMPREHEND_REGION: optionalTextSetting.describe(
    'Region of Amazon Comprehend. Without it, the AWS settings of the process decide.',
  ),
  COMPREHEND_ENDPOINT: z
    .url(httpUrl)
    .optional()
    .describe("Address of a Comprehend service other than Amazon's public one, such as a VPC endpoint."),
};
