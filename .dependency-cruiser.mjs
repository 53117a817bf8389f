/**
 * Import cycles, refused. ESLint's own `no-cycle` rules skip type-only imports; a cycle of types is a cycle for the reader
 * and for whoever splits a file, so the types are read before the compiler removes them (`tsPreCompilationDeps`).
 */
export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two files import each other. Move what both need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|out-tsc|node_modules|generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@earshot/source', 'import', 'node', 'default'],
    },
  },
};
