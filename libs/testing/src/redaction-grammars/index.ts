export * from './create-dialogue.js';
export * from './evaluate-redaction.js';
export * from './measure-redaction.js';
export { halves, type Half } from './grammar-half.js';
