import type { ParameterForm } from '../parameters/stream-parameters.js';

/** The phone systems that speak the protocol of Twilio Media Streams. */
export type TwilioVendor = 'twilio' | 'talkdesk' | 'telnyx' | 'plivo' | 'exotel';

/** How a vendor's messages differ from the others'. Every field name is a key of its start message. */
export interface TwilioDialect {
  readonly vendor: TwilioVendor;
  /** For people. */
  readonly title: string;
  readonly callId: string;
  readonly accountId: string;
  readonly format: string;
  readonly sampleRate: string;
  /** Where the vendor puts what the owner of the call flow adds. */
  readonly parameters: readonly ParameterPlace[];
  /** Tracks of a call whose start message lists none. */
  readonly unlistedTracks: readonly string[];
  /** The order of the two bytes of an L16 sample. RTP (RFC 3551) has the larger one first. */
  readonly bytesOfL16: 'LARGE_FIRST' | 'SMALL_FIRST';
  /** How much the timestamps of unbroken audio may be off. */
  readonly jitterMs: number;
}

interface ParameterPlace {
  readonly at: 'start' | 'message';
  readonly field: string;
  readonly form: ParameterForm;
}

const bothTracks = ['inbound', 'outbound'];

const twilio: TwilioDialect = {
  vendor: 'twilio',
  title: 'Twilio Media Streams',
  callId: 'callSid',
  accountId: 'accountSid',
  format: 'mediaFormat',
  sampleRate: 'sampleRate',
  parameters: [{ at: 'start', field: 'customParameters', form: 'OBJECT' }],
  unlistedTracks: bothTracks,
  bytesOfL16: 'SMALL_FIRST',
  jitterMs: 20,
};

/**
 * Sources: Twilio "Media Streams: WebSocket messages", Talkdesk "WebSocket messages: Talkdesk to partner", Telnyx "Stream
 * call media over WebSocket", Plivo "Audio streaming protocol reference", Exotel "AgentStream: WebSocket protocol".
 */
export const twilioDialects: Readonly<Record<TwilioVendor, TwilioDialect>> = {
  twilio,
  talkdesk: { ...twilio, vendor: 'talkdesk', title: 'Talkdesk voice streams' },
  telnyx: {
    ...twilio,
    vendor: 'telnyx',
    title: 'Telnyx media streaming',
    callId: 'call_control_id',
    accountId: 'user_id',
    format: 'media_format',
    sampleRate: 'sample_rate',
    // TeXML sends the parameters of its Stream, Call Control the state that a command gave to the call.
    parameters: [
      { at: 'start', field: 'client_state', form: 'BASE64' },
      { at: 'start', field: 'custom_parameters', form: 'OBJECT' },
    ],
    bytesOfL16: 'LARGE_FIRST',
  },
  plivo: {
    ...twilio,
    vendor: 'plivo',
    title: 'Plivo audio streaming',
    callId: 'callId',
    accountId: 'accountId',
    parameters: [{ at: 'message', field: 'extra_headers', form: 'PAIRS' }],
    unlistedTracks: ['inbound'],
    // Plivo's timestamps are times of day, taken when a message is made.
    jitterMs: 200,
  },
  exotel: {
    ...twilio,
    vendor: 'exotel',
    title: 'Exotel AgentStream',
    callId: 'call_sid',
    accountId: 'account_sid',
    format: 'media_format',
    sampleRate: 'sample_rate',
    parameters: [{ at: 'start', field: 'custom_parameters', form: 'OBJECT' }],
    unlistedTracks: ['inbound'],
  },
};
