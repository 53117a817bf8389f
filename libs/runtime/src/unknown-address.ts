/** What a client gets with 404 at an address that no route serves. It repeats nothing of the address. */
export const unknownAddress = {
  code: 'ADDRESS_UNKNOWN',
  message: 'There is nothing at this address for this method.',
} as const;
