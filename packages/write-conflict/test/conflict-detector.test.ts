import { marshall } from '@aws-sdk/util-dynamodb';
import { ConflictDetector, type DetectedConflict, type StreamRecord } from '../src';
import { recordingMeter } from './support/metrics';

function image(version: number, writeIds: readonly string[], status: string) {
  return { pk: 'ORDER#1', sk: 'ORDER', version, epoch: 1, homeRegion: 'us-east-1', writeIds, status };
}

function record(oldImage: object | undefined, newImage: object | undefined): StreamRecord {
  return {
    dynamodb: {
      ...(oldImage && { OldImage: marshall(oldImage) }),
      ...(newImage && { NewImage: marshall(newImage) }),
    },
  };
}

const base = image(1, ['w1'], 'NEW');
const paid = image(2, ['w1', 'a'], 'PAID');
const cancelled = image(2, ['w1', 'b'], 'CANCELLED');

function setUp(region: string) {
  const { meter, counts } = recordingMeter();
  const conflicts: DetectedConflict[] = [];
  const detector = new ConflictDetector({ region, meter, onConflict: (conflict) => conflicts.push(conflict) });
  return { detector, conflicts, counts };
}

test('the stream of the sender shows the image that another region has overwritten', () => {
  const { detector, conflicts, counts } = setUp('us-east-1');
  expect(detector.observe(record(base, paid))).toBeUndefined();
  const conflict = { region: 'us-east-1', losing: paid, winning: cancelled, lostWriteIds: ['a'] };
  expect(detector.observe(record(paid, cancelled))).toEqual(conflict);
  expect(conflicts).toEqual([conflict]);
  expect(counts).toEqual({ 'write_conflicts_detected{"region":"us-east-1"}': 1 });
});

test('the stream of the receiver shows nothing of it, so it is no substitute', () => {
  const { detector, conflicts, counts } = setUp('eu-west-1');
  // The image of us-east-1 came, was older, and was dropped: no record.
  detector.observe(record(base, cancelled));
  expect(conflicts).toEqual([]);
  expect(counts).toEqual({});
});

test('insertions, removals and records without images pass', () => {
  const { detector, conflicts } = setUp('us-east-1');
  for (const passing of [record(undefined, base), record(base, undefined), record(undefined, undefined), {}]) {
    expect(detector.observe(passing)).toBeUndefined();
  }
  expect(conflicts).toEqual([]);
});
