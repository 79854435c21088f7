import type { z } from 'zod';
import {
  anyEnvironment,
  defineEnvironment,
  parseEnvironment,
  regionsOf,
  resourceNames,
  type AwsRegion,
  type Environment,
  type EnvironmentInput,
  type RegionInput,
} from '../src';
import type { environmentSchema } from '../src/schema';
import { goodMatrix } from './matrices';

const common = {
  name: 'staging',
  account: '111122223333',
  rtoSeconds: 60,
  rpoSeconds: 5,
  dns: { hostedZone: 'myapp.com', recordName: 'api.myapp.com' },
  workload: {
    name: 'orders-api',
    containerPort: 8080,
    cpu: 512,
    memoryMiB: 1024,
    image: { tag: '1.4.2' },
    peakTasks: 4,
    healthPath: '/healthz',
  },
} as const;
const east = { key: 'use1', cidr: '10.0.0.0/16', trafficShare: 1 } as const;
const west = { key: 'euw1', cidr: '10.1.0.0/16', trafficShare: 1 } as const;

const staging = defineEnvironment({
  ...common,
  primaryRegion: 'us-east-1',
  regions: { 'us-east-1': east, 'eu-west-1': west },
});

/** Type A is the same as type B, checked by the compiler. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

describe('types', () => {
  it('refuse a primary region outside the matrix, as does the run time', () => {
    expect(() =>
      defineEnvironment({
        ...common,
        // @ts-expect-error -- ap-south-1 is not one of the regions below
        primaryRegion: 'ap-south-1',
        regions: { 'us-east-1': east, 'eu-west-1': west },
      }),
    ).toThrow("primaryRegion: 'ap-south-1' is not in regions; choose one of us-east-1 or eu-west-1");
  });

  it('refuse a misspelt region', () => {
    expect(() =>
      defineEnvironment({
        ...common,
        primaryRegion: 'us-east-1',
        // @ts-expect-error -- eu-wst-1 is no region
        regions: { 'us-east-1': east, 'eu-wst-1': west },
      }),
    ).toThrow("regions.eu-wst-1: unknown region 'eu-wst-1'; did you mean 'eu-west-1'?");
  });

  it('refuse a look-up of a region that is not in the matrix', () => {
    // @ts-expect-error -- ap-south-1 is not in this matrix
    expect(staging.regions['ap-south-1']).toBeUndefined();
    // @ts-expect-error -- nor does it have derived values
    expect(staging.derived.regions['ap-south-1']).toBeUndefined();
    // @ts-expect-error -- nor names
    expect(() => resourceNames(staging, 'ap-south-1')).toThrow(TypeError);
  });

  it('refuse references to regions outside the matrix', () => {
    expect(() =>
      defineEnvironment({
        ...common,
        primaryRegion: 'us-east-1',
        // @ts-expect-error -- sa-east-1 is not in this matrix
        deploymentOrder: ['sa-east-1', 'us-east-1', 'eu-west-1'],
        // @ts-expect-error -- sa-east-1 is not in this matrix
        regions: { 'us-east-1': east, 'eu-west-1': { ...west, evacuationSwitchRegion: 'sa-east-1' } },
      }),
    ).toThrow(/^deploymentOrder\[0\]: 'sa-east-1' is not in regions/);
  });

  it('refuse a key that is unknown', () => {
    expect(() =>
      defineEnvironment({
        ...common,
        primaryRegion: 'us-east-1',
        // @ts-expect-error -- the key is cidr
        regions: { 'us-east-1': east, 'eu-west-1': { key: 'euw1', cider: '10.1.0.0/16', trafficShare: 1 } },
      }),
    ).toThrow("regions.eu-west-1.cider: unknown key 'cider'; did you mean 'cidr'?");
  });

  it('carry the regions of the matrix', () => {
    const names: Same<(typeof staging)['primaryRegion'], 'us-east-1' | 'eu-west-1'> = true;
    const list: Same<
      ReturnType<typeof regionsOf<'us-east-1' | 'eu-west-1'>>,
      readonly ('us-east-1' | 'eu-west-1')[]
    > = true;
    expect([names, list]).toEqual([true, true]);
    expect(regionsOf(staging).map((region) => staging.regions[region].key)).toEqual(['use1', 'euw1']);
  });

  it('let environments of different regions be handled together', () => {
    const all: readonly Environment[] = [anyEnvironment(staging), parseEnvironment(goodMatrix())];
    expect(all.map((environment) => regionsOf(environment).length)).toEqual([2, 3]);
    const siblings = [staging, all[1] as Environment];
    expect(() =>
      parseEnvironment({ ...goodMatrix(), name: 'third', account: '999988887777' }, { siblings }),
    ).not.toThrow();
  });

  it('have the same keys as the schema', () => {
    type Parsed = z.infer<typeof environmentSchema>;
    const top: Same<keyof Parsed, keyof EnvironmentInput<AwsRegion>> = true;
    const region: Same<keyof Parsed['regions'][string], keyof RegionInput> = true;
    const dns: Same<keyof Parsed['dns'], keyof EnvironmentInput<AwsRegion>['dns']> = true;
    const workload: Same<keyof Parsed['workload'], keyof EnvironmentInput<AwsRegion>['workload']> = true;
    const cache: Same<keyof NonNullable<Parsed['cache']>, keyof NonNullable<EnvironmentInput<AwsRegion>['cache']>> =
      true;
    expect([top, region, dns, workload, cache]).toEqual([true, true, true, true, true]);
  });
});
