import { formatSecret, parseSecret, type SecretParts } from './secret-text.js';

export const formatKey = (parts: SecretParts): string => formatSecret('ek_', parts);

/** Null for a text that is no key. */
export const parseKey = (text: string): SecretParts | null => parseSecret('ek_', text);
