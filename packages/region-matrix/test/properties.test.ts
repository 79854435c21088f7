import fc from 'fast-check';
import { EnvironmentError, parseEnvironment, planCapacity, regionsOf, type AwsRegion } from '../src';
import { AWS_REGIONS, AWS_REGION_NAMES, suggestedKey } from '../src/aws-regions';
import { overlaps, parseCidr, type Cidr } from '../src/cidr';
import { goodMatrix, matrix, type Loose } from './matrices';

const USABLE = AWS_REGION_NAMES.filter((name) => AWS_REGIONS[name].availabilityZones);

function block(cidr: string): Cidr {
  const parsed = parseCidr(cidr);
  if (!parsed) throw new Error(`not a block: ${cidr}`);
  return parsed;
}

function overlapping(cidrs: readonly string[]): readonly string[] {
  const blocks = cidrs.map(block);
  return cidrs.filter((_, i) => blocks.some((other, j) => j !== i && overlaps(other, block(cidrs[i] ?? ''))));
}

/** A region's entry; blocks are drawn from a small space, so that overlaps are common. */
const regionEntry = (name: AwsRegion) =>
  fc.record(
    {
      key: fc.constant(suggestedKey(name)),
      cidr: fc
        .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 63 }), fc.integer({ min: 16, max: 22 }))
        .map(([second, slot, prefix]) => {
          const size = 2 ** (22 - prefix);
          const third = Math.floor(slot / size) * size * 4;
          return `10.${second}.${third}.0/${prefix}`;
        }),
      trafficShare: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 1000, noNaN: true })),
      minTasks: fc.integer({ min: 2, max: 60 }),
    },
    { requiredKeys: ['key', 'cidr', 'trafficShare'] },
  );

const entries = (least: number) =>
  fc
    .shuffledSubarray([...USABLE], { minLength: least, maxLength: 12 })
    .chain((names) => fc.tuple(...names.map((name) => regionEntry(name).map((entry) => [name, entry] as const))));

/** Matrices that may be wrong in their regions, and in nothing else. */
const matrices = fc
  .record({ regions: entries(2), peakTasks: fc.integer({ min: 1, max: 40 }) })
  .map(({ regions, peakTasks }) =>
    matrix({
      primaryRegion: regions[0]?.[0],
      cache: undefined,
      'workload.peakTasks': peakTasks,
      regions: Object.fromEntries(regions),
    }),
  );

/** The same with blocks that never overlap, enough tasks, and some traffic: always accepted. */
const goodMatrices = matrices.map((input) => {
  Object.values<Loose>(input.regions).forEach((region, index) => {
    region.cidr = `10.${index}.0.0/20`;
    region.trafficShare += 1;
    delete region.minTasks;
  });
  return input;
});

function accepted(input: Loose) {
  try {
    return parseEnvironment(input);
  } catch (error) {
    if (error instanceof EnvironmentError) return undefined;
    throw error;
  }
}

describe('an accepted matrix', () => {
  it('has no two VPCs or subnets that overlap, and every subnet inside its VPC', () => {
    fc.assert(
      fc.property(matrices, (input) => {
        const environment = accepted(input);
        const cidrs = Object.values<Loose>(input.regions).map((region) => String(region.cidr));
        if (!environment) return;
        expect(overlapping(cidrs)).toEqual([]);
        for (const region of regionsOf(environment)) {
          const { subnets } = environment.derived.regions[region];
          const inside = Object.values(subnets)
            .flat()
            .map((subnet) => String(subnet.cidr));
          expect(inside).toHaveLength(9);
          expect(overlapping(inside)).toEqual([]);
          const vpc = block(environment.regions[region].cidr);
          expect(inside.map(block).every(({ first, last }) => vpc.first <= first && last <= vpc.last)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is refused exactly when something overlaps, too few tasks are stated or nobody has traffic', () => {
    fc.assert(
      fc.property(matrices, (input) => {
        const regions = Object.values<Loose>(input.regions);
        const without = Object.fromEntries(
          Object.entries<Loose>(input.regions).map(([name, { trafficShare }]) => [name, { trafficShare }]),
        );
        const traffic = regions.some((region) => region.trafficShare > 0);
        const needed = traffic ? Object.values(planCapacity(input.workload.peakTasks, without).regions) : [];
        const sound =
          traffic &&
          overlapping(regions.map((region) => region.cidr)).length === 0 &&
          needed.every(({ neededTasks }, index) => (regions[index].minTasks ?? neededTasks) >= neededTasks);
        expect(accepted(input) !== undefined).toBe(sound);
      }),
      { numRuns: 500 },
    );
  });

  it('survives the loss of any one region', () => {
    fc.assert(
      fc.property(goodMatrices, (input) => {
        const environment = parseEnvironment(input);
        const { capacity, regions } = environment.derived;
        const names = regionsOf(environment);
        for (const lost of names) {
          const rest = names.filter((name) => name !== lost);
          expect(rest.reduce((sum, name) => sum + regions[name].minTasks, 0)).toBeGreaterThanOrEqual(
            capacity.peakTasks,
          );
          expect(capacity.tasksAfterLossOf[lost]).toBeGreaterThanOrEqual(capacity.peakTasks);
          const shares = rest.reduce((sum, name) => sum + regions[name].trafficFraction, 0);
          for (const name of rest) {
            const load = (capacity.peakTasks * regions[name].trafficFraction) / shares;
            expect(regions[name].minTasks + 1e-6).toBeGreaterThanOrEqual(load);
          }
        }
      }),
    );
  });

  it('keeps the subnets, names and zones of its regions when one is appended', () => {
    fc.assert(
      fc.property(goodMatrices, fc.constantFrom(...USABLE), (input, added) => {
        fc.pre(!Object.hasOwn(input.regions, added));
        const before = parseEnvironment(input);
        const region = { key: suggestedKey(added), cidr: '10.200.0.0/16', trafficShare: 3 };
        const after = parseEnvironment({ ...input, regions: { ...input.regions, [added]: region } });
        for (const name of regionsOf(before)) {
          const old = before.derived.regions[name];
          const { subnets, names, availabilityZones, evacuationSwitchRegion, tableRegion } =
            after.derived.regions[name];
          expect({ subnets, names, availabilityZones, evacuationSwitchRegion, tableRegion }).toEqual({
            subnets: old.subnets,
            names: old.names,
            availabilityZones: old.availabilityZones,
            evacuationSwitchRegion: old.evacuationSwitchRegion,
            tableRegion: old.tableRegion,
          });
        }
      }),
    );
  });

  it('survives JSON unchanged', () => {
    fc.assert(
      fc.property(goodMatrices, (input) => {
        const environment = parseEnvironment(input);
        expect(parseEnvironment(JSON.parse(JSON.stringify(environment)))).toStrictEqual(environment);
      }),
    );
  });

  it('deploys every region once a stage, never two regions of a service at once', () => {
    fc.assert(
      fc.property(goodMatrices, (input) => {
        const environment = parseEnvironment(input);
        const waves = environment.derived.deploymentWaves;
        const services = waves.filter(({ stage }) => stage === 'service');
        expect(services.map(({ regions }) => regions.length)).toEqual(regionsOf(environment).map(() => 1));
        expect(services.flatMap(({ regions }) => regions).sort()).toEqual([...regionsOf(environment)].sort());
        expect(services.at(-1)?.regions).toEqual([environment.primaryRegion]);
        expect(waves.at(-1)?.stage).toBe('routing');
      }),
    );
  });
});

/** Every path of a matrix that holds a value. */
function paths(value: Loose, prefix: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  return [prefix, ...Object.keys(value).flatMap((key) => paths(value[key], [...prefix, key]))];
}

function refusedCleanly(input: unknown): void {
  try {
    parseEnvironment(input);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    const { problems, message } = error as EnvironmentError;
    expect(problems.length).toBeGreaterThan(0);
    expect(message.split('\n')).toHaveLength(problems.length);
  }
}

describe('parseEnvironment throws nothing but EnvironmentError', () => {
  it('on arbitrary JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (input) => refusedCleanly(input)),
      { numRuns: 1000 },
    );
  });

  it('on arbitrary values, prototype keys and cycles of types included', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withNullPrototype: true,
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSparseArray: true,
        }),
        refusedCleanly,
      ),
      { numRuns: 1000 },
    );
  });

  it('on a matrix with any one or two values replaced', () => {
    const places = paths(goodMatrix()).filter((path) => path.length > 0);
    const junk = fc.oneof(
      fc.anything({ withBigInt: true, maxDepth: 2 }),
      fc.constantFrom('', 'us-east-1', '10.0.0.0/16', '__proto__', -1, 0, NaN, Infinity, 1e308, null, [], {}),
    );
    const changes = fc.array(fc.tuple(fc.constantFrom(...places), junk), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(changes, (replaced) => {
        const input = goodMatrix();
        for (const [path, value] of replaced) {
          let target = input;
          for (const step of path.slice(0, -1))
            target = typeof target === 'object' && target !== null ? target[step] : undefined;
          if (typeof target === 'object' && target !== null) target[path.at(-1) ?? ''] = value;
        }
        refusedCleanly(input);
      }),
      { numRuns: 3000 },
    );
  });

  it('and one wrong value never hides what is wrong in another region', () => {
    const places = paths(goodMatrix()).filter(
      (path) => path.length > 0 && path[0] !== 'regions' && path[0] !== 'account' && path[0] !== 'name',
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(null, [], 'x', -5), (path, value) => {
        const input = matrix({ [path.join('.')]: value, 'regions.eu-west-1.cidr': '10.1.0.0/16' });
        expect(() => parseEnvironment(input)).toThrow(
          /regions\.eu-west-1\.cidr: '10\.1\.0\.0\/16' overlaps '10\.1\.0\.0\/16' of us-east-1;/,
        );
      }),
    );
  });
});
