/** Cycles, unlisted packages and test code in the product. Direction between rooms: test/architecture.test.ts. */
const tests = '(\\.test\\.ts$|/tests/|^src/platform/testing/|^src/roles/testing)';

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Two files that need each other are one idea, or one of them holds something that belongs in a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-unlisted-package',
      comment: 'It works by chance until its real owner drops it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-package-in-the-product',
      comment: 'A user installs without development dependencies.',
      severity: 'error',
      from: { path: '^(src|client|simulator)/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(src|client|simulator)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'no-deprecated-core',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['core'], path: ['^punycode$', '^domain$', '^sys$', '^querystring$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^web/dist', 'client/src/api-types\\.ts$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: true,
  },
};
