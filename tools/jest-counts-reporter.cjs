const { mkdirSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { stripVTControlCharacters } = require('node:util');

/** How long a process may live on after its last test. */
const LINGERING_MILLISECONDS = 60_000;

/** Leaves each project's counts and failures where `tools/test.mjs` gathers them for its closing lines. */
module.exports = class JestCountsReporter {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
  }

  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
      failures: results.testResults.flatMap(failuresOf),
    };
    this.write(counts);
    // What a test has begun and not ended would hold up the whole run.
    if (!this.globalConfig.watch && !this.globalConfig.watchAll) {
      setTimeout(() => this.endLingering(counts), LINGERING_MILLISECONDS).unref();
    }
  }

  endLingering(counts) {
    const name = relative(join(__dirname, '..'), this.globalConfig.rootDir);
    const reason = `its tests are over, and something that they began still runs: ${process.getActiveResourcesInfo().join(', ')}`;
    this.write({ ...counts, failed: counts.failed + 1, failures: [...counts.failures, { name, reason }] });
    console.error(`${name}: ${reason}`);
    process.exit(1);
  }

  write(counts) {
    const directory = join(this.globalConfig.rootDir, 'test-output');
    mkdirSync(directory, { recursive: true });
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
