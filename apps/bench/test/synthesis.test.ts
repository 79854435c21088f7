import { measurementsOf } from '../src/benchmarks/synthesis';

const costs = (...cpu: number[]) => cpu.map((cpuMilliseconds) => ({ cpuMilliseconds, peakMegabytes: 100 }));

test('the cost of a region is what more regions cost, in the same round', () => {
  const measurements = measurementsOf({
    two: costs(1000, 2000, 1000),
    eight: costs(1600, 3200, 1600),
    many: costs(4000, 8000, 4600),
    floor: costs(100, 200, 100),
  });
  expect(measurements.map(({ name, unit, measured: { median } }) => [name, unit, median])).toEqual([
    ['synthesis of 32 regions, CPU', 'x', 40],
    ['CPU a region, 8 to 32 regions', 'x', 1],
    ['CPU a region, 8 to 32 regions', 'ms', 125],
    ['synthesis of 2 regions, CPU', 'ms', 1000],
    ['synthesis of 8 regions, CPU', 'ms', 1600],
    ['synthesis of 32 regions, CPU', 'ms', 4600],
    ['synthesis of 32 regions, peak memory', 'MB', 100],
  ]);
});
