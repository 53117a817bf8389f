import { languageSchema, type CallMetadata } from '@earshot/contracts';
import { boundMetadata } from '@earshot/domain';
import { omitAbsent, readLabel, readName } from '../json/read-labels.js';
import type { StreamParameters } from './stream-parameters.js';

/** What is shown about a call whose phone system says `from` and `to`. */
export interface CallLabels {
  readonly agentId?: string;
  readonly customerNumber?: string;
  readonly systemNumber?: string;
  readonly queue?: string;
  /** False: no recording of the call is stored. */
  readonly isRecorded?: false;
  readonly language?: string;
  /** The parameters that Earshot does not know. */
  readonly metadata?: CallMetadata;
}

export type TrackRole = 'CUSTOMER' | 'AGENT';

/** Reads the labels of a call. The customer is who calls, or who is called by an outbound call. */
export function readCallLabels(
  parameters: StreamParameters,
  numbers: { readonly from?: unknown; readonly to?: unknown },
): CallLabels {
  const find = (name: string) => readLabel(parameters.find(name));
  const [from, to] = [find('from') ?? readLabel(numbers.from), find('to') ?? readLabel(numbers.to)];
  const [customer, system] = isOutbound(parameters) ? [to, from] : [from, to];
  return {
    ...omitAbsent({
      agentId: find('agentId') ?? find('agent'),
      customerNumber: find('customerNumber') ?? customer,
      systemNumber: find('systemNumber') ?? system,
      queue: readName(parameters.find('queue'), 128),
    }),
    ...(parameters.find('shouldRecordCall')?.toLowerCase() === 'false' && { isRecorded: false as const }),
    ...readFacts(parameters),
  };
}

/** Parameters with a meaning of their own. */
const KNOWN_NAME =
  /^(agent(id)?|from|to|customernumber|systemnumber|queue|shouldrecordcall|language|direction|inboundrole|tracks|callid|callsid|sampler?ate|codec|mixtype)$/;

function readFacts(parameters: StreamParameters): Pick<CallLabels, 'language' | 'metadata'> {
  const language = languageSchema.safeParse(parameters.find('language'));
  const unknown = parameters.list().filter(([name]) => !KNOWN_NAME.test(name.toLowerCase().replaceAll(/[_-]/g, '')));
  const metadata = boundMetadata(unknown);
  return {
    ...(language.success && { language: language.data }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

/**
 * Who is on the first track: the parameter `inboundRole` says it. Otherwise it is the customer, or the agent in a call that the
 * agent made.
 */
export function readFirstRole(parameters: StreamParameters): TrackRole {
  const inboundRole = parameters.find('inboundRole')?.toLowerCase();
  const isAgent = inboundRole === undefined ? isOutbound(parameters) : inboundRole === 'agent';
  return isAgent ? 'AGENT' : 'CUSTOMER';
}

export const otherRole = (role: TrackRole): TrackRole => (role === 'AGENT' ? 'CUSTOMER' : 'AGENT');

const isOutbound = (parameters: StreamParameters): boolean =>
  parameters.find('direction')?.toLowerCase() === 'outbound';
