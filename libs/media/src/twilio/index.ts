export type { ParameterForm } from '../parameters/stream-parameters.js';
export type { TwilioStart } from './read-twilio-message.js';
export { twilioDialects, type TwilioDialect, type TwilioVendor } from './twilio-dialects.js';
export { twilioErrorCodes, twilioErrors, type TwilioErrorCode } from './twilio-errors.js';
export { TwilioSession, type TwilioSessionOptions } from './twilio-session.js';
