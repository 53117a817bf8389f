export { openAuthenticator } from './open-authenticator.js';
