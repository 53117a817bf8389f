export * from './configuration-doc.js';
export * from './errors-doc.js';
export * from './pipeline-doc.js';
