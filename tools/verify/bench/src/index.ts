export { formatTable, percentile, type Measurement } from './format-table.js';
