export { AgentNumbers, isAgentNumberPattern } from './agent-numbers.js';
export { RoleFinder, type FoundRole, type HeardFinal } from './role-finder.js';
