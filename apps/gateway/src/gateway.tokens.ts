/** Injection token of the `Gateway`, the parts that `createGateway` built. */
export const GATEWAY = Symbol('GATEWAY');
