/** Sends one request to the Kinesis of the tests, which checks no signature. Returns the answer, also that of a failure. */
export async function askKinesis(endpoint: string, operation: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Kinesis_20131202.${operation}`,
      'x-amz-date': 'any',
      authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c',
    },
    body: JSON.stringify(input),
  });
  const text = await answer.text();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** Creates a stream, and resolves when it takes records. */
export async function createKinesisStream(endpoint: string, name: string, shards: number): Promise<void> {
  await askKinesis(endpoint, 'CreateStream', { StreamName: name, ShardCount: shards });
  const isActive = async () => {
    const answer = await askKinesis(endpoint, 'DescribeStreamSummary', { StreamName: name });
    const { StreamStatus } = (answer['StreamDescriptionSummary'] ?? {}) as { StreamStatus?: string };
    return StreamStatus === 'ACTIVE';
  };
  while (!(await isActive())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Puts one record, as a producer does: JSON, or any text. */
export async function putKinesisRecord(endpoint: string, stream: string, key: string, record: object | string) {
  const text = typeof record === 'string' ? record : JSON.stringify(record);
  const Data = Buffer.from(text).toString('base64');
  const answer = await askKinesis(endpoint, 'PutRecord', { StreamName: stream, PartitionKey: key, Data });
  if (answer['SequenceNumber'] === undefined) throw new Error(JSON.stringify(answer));
}
