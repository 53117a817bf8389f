import { startAmazonTranscribe } from '@earshot/testing';
import { serveRequests } from './child-process.js';

const server = await startAmazonTranscribe();
serveRequests({ endpoint: server.endpoint } satisfies TranscribeAddress, {
  problems: () => server.problems,
  stop: () => server.dispose(),
});

export interface TranscribeAddress {
  readonly endpoint: string;
}
