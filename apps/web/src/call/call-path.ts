/** Path of a call's page. The source chooses the call id, so it may contain any character. */
export const callPath = (callId: string): string => `/calls/${encodeURIComponent(callId)}`;
