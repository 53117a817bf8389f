/** Where people talk about a kind in the same way. */
export const worldwide = ['US', 'GB', 'IN', 'AU', 'DE', 'ES'] as const;
export const northAmerica = ['US', 'CA'] as const;
export const britain = ['GB'] as const;
export const india = ['IN'] as const;
export const australia = ['AU'] as const;
export const europe = ['DE', 'ES'] as const;
