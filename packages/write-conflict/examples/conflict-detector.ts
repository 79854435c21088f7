import { ConflictDetector, streamRecords } from '@active-active/write-conflict';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';

/** Runs in each region until the signal is aborted. */
export async function watch(region: string, streamArn: string, signal: AbortSignal): Promise<void> {
  const detector = new ConflictDetector({
    region,
    onConflict: ({ losing, lostWriteIds }) => console.error('overwritten', { losing, lostWriteIds }),
  });
  const streams = new DynamoDBStreams({ region });
  const onFailure = (error: unknown) => console.error('the stream does not answer', error);
  for await (const record of streamRecords({ streams, streamArn, signal, onFailure })) detector.observe(record);
}
