import type { ServiceName } from '@earshot/contracts';

export type RecordingService = Extract<ServiceName, 'transcription' | 'persistence' | 'gateway'>;

/** What each service does with the objects of recordings. Ingest and enrichment have no business there. */
const objectActions: Readonly<Record<RecordingService, readonly string[]>> = {
  transcription: ['s3:GetObject'],
  persistence: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
  gateway: ['s3:GetObject'],
};

export const recordingServices = Object.keys(objectActions) as readonly RecordingService[];

/** A policy document of IAM. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
  }[];
}

/** The policy of a service's user or role at S3: exactly the calls that it makes, on the objects below the prefix of the recordings. */
export const recordingPolicy = (
  service: RecordingService,
  { bucket, prefix = '' }: { readonly bucket: string; readonly prefix?: string },
): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    // Without it S3 answers that an object which does not exist is forbidden.
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [`arn:aws:s3:::${bucket}`] },
    { Effect: 'Allow', Action: objectActions[service], Resource: [`arn:aws:s3:::${bucket}/${prefix}*`] },
  ],
});
