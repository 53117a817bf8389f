const LCA_PATH = /\/api\/v1\/ws(?=\?|$)/;

/** The address of another protocol on the server of an LCA address. */
export const pathOf = (url: string, path: string): string => url.replace(LCA_PATH, path);
