import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Counter, type Meter, metrics } from '@opentelemetry/api';
import { type ImageChange, type Overwrite, overwriteIn } from './lost-writes';
import type { StreamRecord } from './streams-client';

/** An overwrite, with the region whose stream has shown it. */
export interface DetectedConflict extends Overwrite {
  readonly region: string;
}

export interface ConflictDetectorOptions {
  /** Region of the stream. */
  readonly region: string;
  /** Told of every conflict, with the losing image: the only copy that is left of it. */
  readonly onConflict?: (conflict: DetectedConflict) => void;
  /** @default - the global provider's, as it is at construction */
  readonly meter?: Meter;
}

/**
 * Finds the writes that a global table has dropped, which AWS puts in no metric and no log. It must watch the stream of
 * **every** region: an image that loses never appears in the stream of the region that refuses it, only in that of its
 * sender, as what the winner replaces.
 *
 * With three regions or more a conflict may show in several streams, so the counter `write_conflicts_detected` is
 * compared with 0, not summed over its attribute `region`.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class ConflictDetector {
  readonly region: string;
  private readonly onConflict: ((conflict: DetectedConflict) => void) | undefined;
  private readonly detected: Counter;

  constructor({ region, onConflict, meter }: ConflictDetectorOptions) {
    this.region = region;
    this.onConflict = onConflict;
    this.detected = (meter ?? metrics.getMeter('@active-active/write-conflict')).createCounter(
      'write_conflicts_detected',
      { description: 'Changes that undid writes which they did not contain' },
    );
  }

  /** Looks at one record; the records of an item must come in the stream's order. Returns the conflict, if there is one. */
  observe(record: StreamRecord): DetectedConflict | undefined {
    const overwrite = overwriteIn(imagesOf(record));
    if (overwrite === undefined) return undefined;
    const conflict = { ...overwrite, region: this.region };
    this.detected.add(1, { region: this.region });
    this.onConflict?.(conflict);
    return conflict;
  }
}

/** Both images of a record, as the document client reads items. */
function imagesOf({ dynamodb: { OldImage, NewImage } = {} }: StreamRecord): ImageChange {
  return {
    ...(OldImage && { oldImage: unmarshall(OldImage as Record<string, AttributeValue>) }),
    ...(NewImage && { newImage: unmarshall(NewImage as Record<string, AttributeValue>) }),
  };
}
