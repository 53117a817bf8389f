export { transcribeCall, type Ledger } from './transcribe-call.js';
