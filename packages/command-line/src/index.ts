export { callerPath } from './caller-path';
export { type Command, executeCommand, runCommand } from './command';
export { CommandError, EXIT, Interrupted, UsageError } from './errors';
export { hearSignals } from './hear-signals';
export { interruptible } from './interruptible';
export { type Options, parseOptions, parseWords, type ParsedOptions } from './options';
export { progressLines } from './progress-lines';
