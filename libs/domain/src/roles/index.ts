export { RoleFinder, type FoundRole, type HeardFinal } from './role-finder.js';
