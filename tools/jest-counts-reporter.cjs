const { mkdirSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { stripVTControlCharacters } = require('node:util');

/** Leaves each project's counts and failures where `tools/test.mjs` gathers them for its closing lines. */
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
      failures: results.testResults.flatMap(failuresOf),
    };
    const target = process.env.JEST_COUNTS_NAME ?? 'unit';
    writeFileSync(join(directory, `counts-${target}.json`), `${JSON.stringify(counts)}\n`);
  }
};

/** The failed tests of a file with the reason of each, or the file itself where it could not be run. */
function failuresOf({ testFilePath, testResults, testExecError, failureMessage }) {
  const file = relative(join(__dirname, '..'), testFilePath);
  const failure = (name, reason) => ({ name, reason: ownLines(stripVTControlCharacters(reason ?? '').trim()) });
  if (testExecError) return [failure(file, failureMessage)];
  return testResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => failure(`${file}: ${fullName}`, failureMessages[0]));
}

/** Without the frames of what runs the tests. */
function ownLines(text) {
  return text.replace(/\n +at .*node_modules.*/g, '');
}
