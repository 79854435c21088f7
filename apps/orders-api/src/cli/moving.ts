import { type Command, CommandError, EXIT, hearSignals, type Options, runCommand } from '@active-active/command-line';
import type { BulkOptions, BulkProgress, BulkReport } from '@active-active/write-conflict';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { MoveSettings } from './move-settings';

const PROGRESS_EVERY = 500;

/** Runs a command that is typed in an outage: whatever a region answers is told in a line, without a stack trace. */
export function runMove<O extends Options>(command: Command<O>): void {
  const run: Command<O>['run'] = async (options) => {
    try {
      return await command.run(options);
    } catch (error) {
      if (error instanceof CommandError || !(error instanceof Error)) throw error;
      throw new CommandError(error.message || error.name);
    }
  };
  void runCommand({ ...command, run });
}

/** A client of one region that gives up in seconds on one that does not answer. */
export function dynamodbIn(region: string, maxAttempts = 3): DynamoDBClient {
  return new DynamoDBClient({
    region,
    maxAttempts,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
}

/**
 * Whether an error is a region's answer. One that refuses, for a permission that is missing or too many calls, is there;
 * silence and a failure of its own (5xx) are not.
 */
export function isAnswer(error: unknown): boolean {
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status !== undefined && status < 500;
}

/** States of a table's replicas by their region, as one of them knows them. Its own need not be among them. */
export async function replicasOf(client: DynamoDBClient, table: string): Promise<ReadonlyMap<string, string>> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  return new Map(Table?.Replicas?.map(({ RegionName = '', ReplicaStatus = 'UNKNOWN' }) => [RegionName, ReplicaStatus]));
}

/** Settings of a run over many orders: Ctrl-C or a closed terminal ends it in order, and progress is told now and then. */
export function bulkOptions({ concurrency, json }: MoveSettings): BulkOptions {
  const interruption = new AbortController();
  hearSignals(() => interruption.abort());
  const onProgress = ({ done, failed }: BulkProgress) => {
    if (!json && (done + failed) % PROGRESS_EVERY === 0) console.error(`${done} done, ${failed} failed`);
  };
  return { concurrency, signal: interruption.signal, onProgress };
}

/**
 * Prints how a run ended.
 *
 * @returns the exit code
 */
export function printReport(
  settings: MoveSettings,
  { failed, complete }: Pick<BulkReport, 'failed' | 'complete'>,
  { result, text }: { readonly result: object; readonly text: string },
): number {
  const failures = failed.map(({ key, error }) => ({
    order: key.pk,
    reason: error instanceof Error ? error.message : String(error),
  }));
  const lines = [
    text,
    ...failures.map(({ order, reason }) => `${order} did not: ${reason}`),
    ...(complete ? [] : ['ended early; run it again, it goes on where it stopped']),
  ];
  print(settings, { ...result, failed: failures, complete }, lines.join('\n'));
  return complete && failures.length === 0 ? EXIT.ok : EXIT.failure;
}

export function print({ json }: MoveSettings, result: object, text: string): void {
  console.log(json ? JSON.stringify(result) : text);
}
