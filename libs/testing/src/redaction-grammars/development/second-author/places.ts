/** Countries whose people talk about a kind in the same way. */
export const everywhere = ['US', 'GB', 'IN', 'AU', 'DE', 'ES'] as const;
export const american = ['US'] as const;
export const commonwealth = ['GB', 'AU', 'IN'] as const;
export const continental = ['DE', 'ES'] as const;
