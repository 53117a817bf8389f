export * from './policy.js';
export * from './principal.js';
export * from './rights.js';
export * from './row-scope.js';
