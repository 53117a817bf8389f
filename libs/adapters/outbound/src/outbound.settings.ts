import { z } from 'zod';
import { httpUrl, listOfSetting, optionalTextSetting, sharedSettings } from '@earshot/contracts';

const LAMBDA_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?$/;

/** Whether the place of a program is a function of AWS Lambda. */
export const isLambdaArn = (place: string): boolean => LAMBDA_ARN.test(place);

/** Whether a text is a URL that requests may go to: without a name or a password, which would reach the logs of others. */
export function isRequestUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** A setting that names a program of a customer. */
export const programSetting = optionalTextSetting.refine(
  (place) => place === undefined || isLambdaArn(place) || isRequestUrl(place),
  'expected https://… or the ARN of a Lambda function',
);

/** The secret of a signature. 32 characters carry enough for HMAC-SHA256 if they are random. */
export const signingSecret = z
  .string()
  .min(32, 'expected at least 32 characters, e.g. what openssl rand -base64 32 prints');

/** A key id becomes a part of a header. */
export const keyIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'expected up to 64 letters, digits, dots and dashes');

/** The settings of everything that sends something out. */
export const outboundSettings = {
  AWS_REGION: sharedSettings.AWS_REGION,
  EARSHOT_OUTBOUND_ALLOWED_HOSTS: listOfSetting(z.string().toLowerCase()).describe(
    'Hosts of hooks and webhooks, separated by commas, that may have an address that is not public and may be reached with http://. Any other host needs https:// and a public address.',
  ),
  LAMBDA_ENDPOINT: z
    .url(httpUrl)
    .optional()
    .describe('URL of an AWS Lambda server other than that of the region, for example a private one.'),
};
