const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** Leaves each project's counts where `tools/test.mjs` adds them up for its closing line. */
module.exports = class JestCountsReporter {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
  }

  onRunComplete(_contexts, results) {
    const directory = join(this.globalConfig.rootDir, 'test-output');
    mkdirSync(directory, { recursive: true });
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    const target = process.env.JEST_COUNTS_NAME ?? 'unit';
    writeFileSync(join(directory, `counts-${target}.json`), `${JSON.stringify(counts)}\n`);
  }
};
