import type { WeightedRegion } from '@active-active/write-conflict';
import { HomePlacement, PlacementUnknownError } from '../src/home-placement';
import { orderIdOf, orderKey } from '../src/order-id';

const PARTITION = orderKey(orderIdOf('customer-1', 'key')).pk;
const only = (region: string) => [{ region, weight: 1 }];

function placementOf(...answers: (readonly WeightedRegion[] | Error | undefined)[]): HomePlacement {
  return new HomePlacement(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

test('follows the list, and keeps it through failures', async () => {
  const placement = placementOf(only('us-east-1'), new Error('throttled'), undefined, only('eu-west-1'));
  for (const expected of ['us-east-1', 'us-east-1', 'us-east-1', 'eu-west-1']) {
    await placement.refresh();
    expect(placement.homeOf(PARTITION)).toBe(expected);
    expect(placement.problem).toBeUndefined();
  }
});

test('fails when there is no list, with what was found instead', async () => {
  const placement = placementOf(
    undefined,
    Object.assign(new Error('of account 1'), { name: 'ThrottlingException' }),
    [],
  );
  const refused = () => placement.homeOf(PARTITION);
  const message = (why: string) => `no home region for new orders: ${why}; apply the stack home-regions, or try again`;
  expect(refused).toThrow(new PlacementUnknownError('item CONFIG/home-regions has not been read yet'));
  await placement.refresh();
  expect(refused).toThrow(message('item CONFIG/home-regions is absent'));
  await placement.refresh();
  expect(refused).toThrow(message('item CONFIG/home-regions cannot be used: ThrottlingException'));
  await placement.refresh();
  expect(refused).toThrow(
    message(
      'item CONFIG/home-regions cannot be used: regions must have one of a weight above 0, got []; give one a weight',
    ),
  );
});

test('looks again by itself until it is closed', async () => {
  jest.useFakeTimers();
  try {
    const placement = placementOf(undefined, only('us-east-1'), only('eu-west-1'), only('ap-south-1'));
    await placement.start();
    expect(placement.problem).toBe('item CONFIG/home-regions is absent');
    await jest.advanceTimersByTimeAsync(2_000);
    expect(placement.homeOf(PARTITION)).toBe('us-east-1');
    await jest.advanceTimersByTimeAsync(20_000);
    expect(placement.homeOf(PARTITION)).toBe('us-east-1');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(placement.homeOf(PARTITION)).toBe('eu-west-1');
    placement.close();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(placement.homeOf(PARTITION)).toBe('eu-west-1');
  } finally {
    jest.useRealTimers();
  }
});
