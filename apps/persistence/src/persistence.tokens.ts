/** Injection token of `Persistence`. */
export const PERSISTENCE = Symbol('PERSISTENCE');
