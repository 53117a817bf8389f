export * from './lock-out.js';
export * from './policy.js';
export * from './principal.js';
export * from './rights.js';
export * from './row-scope.js';
export * from './session-level.js';
export * from './sign-in-state.js';
export * from './user-name.js';
