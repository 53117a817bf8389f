const ACCESS_KEY = 'EXAMPLE-NOT-A-KEY';

/** Environment variables with credentials that are no secret, for clients of the AWS servers of tests. */
export const exampleAwsCredentials: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: ACCESS_KEY,
  AWS_SECRET_ACCESS_KEY: 'example-not-a-secret',
};

/**
 * Whether an `Authorization` header has the shape of a Signature Version 4 of the example credentials for this service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const isSignedFor = (service: string, authorization: string | undefined): boolean =>
  new RegExp(
    `^AWS4-HMAC-SHA256 Credential=${ACCESS_KEY}/\\d{8}/[a-z0-9-]+/${service}/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$`,
  ).test(authorization ?? '');
