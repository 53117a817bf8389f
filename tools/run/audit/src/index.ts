export { runAuditCommand, type AuditTools } from './run-audit-command.js';
