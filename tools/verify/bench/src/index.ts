export { percentile, table, type Row } from './table.js';
