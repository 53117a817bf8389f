export { connectRecordingClient, type SipSocketOptions } from './connect-recording-client.js';
