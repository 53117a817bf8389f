import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock, startLambda, type LambdaServer } from '@earshot/testing';
import { LambdaFunctions } from '../src/aws/lambda-functions.js';

const functionArn = 'arn:aws:lambda:eu-central-1:111122223333:function:my-hook';
const environmentBefore = { ...process.env };
let lambda: LambdaServer;
let functions: LambdaFunctions;

beforeAll(async () => {
  lambda = await startLambda();
  Object.assign(process.env, lambda.environment);
  functions = new LambdaFunctions({ region: 'eu-central-1', endpoint: lambda.endpoint }, new ManualClock());
});
afterAll(async () => {
  functions.close();
  process.env = environmentBefore;
  await lambda.goAway();
});

describe('a request to AWS', () => {
  it.each([
    [400, 'ThrottlingException', true],
    [400, 'KMSThrottlingException', true],
    [429, 'TooManyRequestsException', true],
    [503, 'ServiceUnavailable', true],
    [400, 'InvalidParameterException', false],
    [403, 'AccessDeniedException', false],
  ])('that is refused with %d %s says whether another attempt may help: %s', async (status, type, retryable) => {
    lambda.run = () => ({ status, type });
    await expect(functions.enqueue(functionArn, '{}', 60_000)).rejects.toMatchObject({
      code: 'OUTBOUND_REFUSED',
      message: `AWS refused the request (${type}).`,
      retryable,
    });
  });
});
