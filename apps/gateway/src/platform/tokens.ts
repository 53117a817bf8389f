// Injection tokens for what has no class of its own. Classes are their own tokens.
export const ACCESS = Symbol('ACCESS');
export const ACCESS_KEYS = Symbol('ACCESS_KEYS');
export const AUDIT_READER = Symbol('AUDIT_READER');
export const CALL_ERASURES = Symbol('CALL_ERASURES');
export const CALL_KEEPING = Symbol('CALL_KEEPING');
export const CALL_READER = Symbol('CALL_READER');
export const CLOCK = Symbol('CLOCK');
export const GATEWAY_CONFIG = Symbol('GATEWAY_CONFIG');
export const LOGGER = Symbol('LOGGER');
export const NOTIFICATIONS = Symbol('NOTIFICATIONS');
export const PEOPLE = Symbol('PEOPLE');
export const RECORDINGS = Symbol('RECORDINGS');
export const RETENTION = Symbol('RETENTION');
export const SINGLE_SIGN_ON = Symbol('SINGLE_SIGN_ON');
export const SPEECH_READINESS = Symbol('SPEECH_READINESS');
export const TEAMS = Symbol('TEAMS');
