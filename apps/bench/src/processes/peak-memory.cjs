// Loaded into every node process of a measured command: adds what the process needed at most to a file, in KiB.
const { appendFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('exit', () => {
    appendFileSync(process.env.BENCH_PEAK_MEMORY, `${process.resourceUsage().maxRSS}\n`);
  });
}
