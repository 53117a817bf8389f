export type * from './generated/schema.js';
export type { Resolvers } from './generated/resolvers.js';
export * from './generated/operations.js';
export { typeDefs } from './generated/type-defs.js';
