import { prepareRequests, unavailable } from '../requests/prepare-requests.js';
import type { PrepareSpeechEngine } from '../speech-vendor.js';
import { SagemakerClient } from './sagemaker-client.js';
import type { SagemakerSettings } from './sagemaker.settings.js';

/** What the engine that sends the utterances needs to know. The endpoint finds the language and takes no prompt. */
export const engineOptionsOf = (settings: SagemakerSettings) => ({
  name: `sagemaker:${settings.SAGEMAKER_ENDPOINT_NAME}`,
  metricsPrefix: 'earshot_sagemaker',
  prompt: undefined,
  detectsLanguage: true,
  givesPartials: settings.SAGEMAKER_PARTIALS,
  maxRequests: settings.SAGEMAKER_MAX_REQUESTS,
});

/** Needs an endpoint, a region, and credentials that the AWS SDK finds. */
export const prepare: PrepareSpeechEngine<SagemakerSettings> = async (settings, host) => {
  const { SAGEMAKER_ENDPOINT_NAME: endpointName, AWS_REGION: region } = settings;
  if (endpointName === undefined) return unavailable('SAGEMAKER_ENDPOINT_NAME is not set');
  if (region === undefined) return unavailable('AWS_REGION is not set');
  const client = new SagemakerClient(
    {
      region,
      endpointName,
      inferenceComponent: settings.SAGEMAKER_INFERENCE_COMPONENT,
      url: settings.SAGEMAKER_RUNTIME_URL,
      timeoutMs: settings.SAGEMAKER_TIMEOUT_SECONDS * 1_000,
    },
    host.clock,
  );
  const service = {
    name: 'the SageMaker endpoint',
    client,
    engine: engineOptionsOf(settings),
    reason: `sends utterances to the SageMaker endpoint ${endpointName} in ${region}`,
    probe: (signal: AbortSignal) => client.probe(signal),
  };
  const offer = await prepareRequests(service, host);
  return { current: () => offer.current(), close: () => offer.close().finally(() => client.close()) };
};
