/** The host of a URL in the form of EARSHOT_OUTBOUND_ALLOWED_HOSTS: in small letters, an IPv6 address without its brackets. */
export const hostOf = (url: URL): string => url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
