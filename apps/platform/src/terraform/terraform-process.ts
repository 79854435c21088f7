import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isAlive, type ProcessIdentity } from '@active-active/local-cloud';
import { killLeftovers } from './leftovers';
import { eventsIn } from './terraform-events';

/** How often the output of a running Terraform is read, in milliseconds. */
const READ_EVERY_MS = 100;

/** How long an interrupted Terraform may take to finish the calls it has made and to write its state. */
export const STOP_WITHIN_SECONDS = 60;

/** How long after a second interruption. */
const STOP_NOW_WITHIN_SECONDS = 3;

export interface StopSignals {
  /** Aborted when Terraform must come to an orderly end. */
  readonly soft: AbortSignal;
  /** Aborted when nobody will wait for that. */
  readonly hard: AbortSignal;
}

export interface TerraformCall {
  readonly directory: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** File that Terraform's output goes to. */
  readonly outputFile: string;
  /** File that names the process while it runs, and after it was killed. */
  readonly recordFile: string;
  readonly onOutput: (text: string) => void;
  readonly stop?: StopSignals;
  /** @default {@link STOP_WITHIN_SECONDS} */
  readonly stopWithinSeconds?: number;
}

export interface TerraformEnd {
  /** `undefined` when it was killed. */
  readonly exitCode: number | undefined;
  readonly killedBy: NodeJS.Signals | undefined;
}

/** A Terraform process of a run, as it is written down for the run after it. */
export interface TerraformRecord extends ProcessIdentity {
  /** ISO 8601. */
  readonly startedAt: string;
}

/** A Terraform of an earlier run that was killed, or ended while nobody looked. */
export interface KilledTerraform extends TerraformRecord {
  /** When it gave its last sign of life: whatever has happened long after that is not its doing. */
  readonly lastSign: Date;
  /** Addresses of what it was making. */
  readonly beingMade: readonly string[];
}

/**
 * Runs Terraform to its end. It writes to a file and not to a pipe, and stands in a process group of its own: if this
 * process is killed, Terraform goes on, finishes and keeps its state; and a Ctrl-C reaches it once, by way of us. Twice
 * would make it give up its state.
 */
export async function runTerraform(call: TerraformCall): Promise<TerraformEnd> {
  for (const file of [call.outputFile, call.recordFile]) mkdirSync(dirname(file), { recursive: true });
  // An older record is about the output that is overwritten now.
  rmSync(call.recordFile, { force: true });
  const output = openSync(call.outputFile, 'w+');
  try {
    const child = spawn('terraform', call.args, {
      cwd: call.directory,
      env: call.environment,
      stdio: ['ignore', output, output],
      detached: true,
    });
    const end = new Promise<TerraformEnd>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve({ exitCode: code ?? undefined, killedBy: signal ?? undefined }));
    });
    if (child.pid === undefined) return await end;
    writeRecord(call.recordFile, child.pid);
    const stopReading = readAsItGrows(output, call.onOutput);
    const stopStopping = stopWhenTold(child.pid, call);
    const ended = await end;
    stopStopping();
    stopReading();
    killLeftovers(child.pid);
    // The record of one that was killed tells the next run that a lock in its name is void.
    if (ended.killedBy === undefined) rmSync(call.recordFile, { force: true });
    return ended;
  } finally {
    closeSync(output);
  }
}

/**
 * What an earlier run has left of its Terraform: waits for the process if it still works, and otherwise clears its
 * plugins away.
 *
 * @param onWait called when there is something to wait for
 * @returns the Terraform, unless it is known to have ended in order
 */
export async function settleEarlier(
  { recordFile, outputFile }: Pick<TerraformCall, 'recordFile' | 'outputFile'>,
  onWait: (record: TerraformRecord) => void,
  signal?: AbortSignal,
): Promise<KilledTerraform | undefined> {
  const record = readRecord(recordFile);
  if (record === undefined) return undefined;
  if (isAlive(record)) {
    onWait(record);
    while (isAlive(record) && !signal?.aborted) await sleep(READ_EVERY_MS * 2);
    if (signal?.aborted) return undefined;
  }
  killLeftovers(record.pid);
  const { isComplete, beingMade } = eventsIn(outputFile);
  if (isComplete) {
    rmSync(recordFile, { force: true });
    return undefined;
  }
  const lastSign = statSync(outputFile, { throwIfNoEntry: false })?.mtime ?? new Date(record.startedAt);
  return { ...record, lastSign, beingMade };
}

function writeRecord(file: string, pid: number): void {
  const identity = identityOf(pid);
  if (identity === undefined) return;
  const record: TerraformRecord = { ...identity, startedAt: new Date().toISOString() };
  writeFileSync(file, JSON.stringify(record));
}

function readRecord(file: string): TerraformRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TerraformRecord;
  } catch {
    return undefined;
  }
}

/** @returns reads what is left, and stops */
function readAsItGrows(file: number, onOutput: (text: string) => void): () => void {
  const buffer = Buffer.alloc(64 * 1024);
  const decoder = new TextDecoder();
  let position = 0;
  const read = () => {
    for (let size = readSync(file, buffer, 0, buffer.length, position); size > 0;) {
      position += size;
      onOutput(decoder.decode(buffer.subarray(0, size), { stream: true }));
      size = readSync(file, buffer, 0, buffer.length, position);
    }
  };
  const timer = setInterval(read, READ_EVERY_MS);
  return () => {
    clearInterval(timer);
    read();
  };
}

/** @returns ends the watch */
function stopWhenTold(pid: number, { stop, stopWithinSeconds }: TerraformCall): () => void {
  if (stop === undefined) return () => undefined;
  const timers: NodeJS.Timeout[] = [];
  const killWithin = (seconds: number) => timers.push(setTimeout(() => signal(-pid, 'SIGKILL'), seconds * 1000));
  const softly = () => {
    signal(pid, 'SIGINT');
    killWithin(stopWithinSeconds ?? STOP_WITHIN_SECONDS);
  };
  const atOnce = () => {
    signal(pid, 'SIGINT');
    killWithin(STOP_NOW_WITHIN_SECONDS);
  };
  const { soft, hard } = stop;
  if (soft.aborted) softly();
  else soft.addEventListener('abort', softly, { once: true });
  if (hard.aborted) atOnce();
  else hard.addEventListener('abort', atOnce, { once: true });
  return () => {
    soft.removeEventListener('abort', softly);
    hard.removeEventListener('abort', atOnce);
    timers.forEach(clearTimeout);
  };
}

function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // It has ended in the meantime.
  }
}
