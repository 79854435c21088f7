import { HomeRegions } from '@active-active/global-table';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { GlobalStack } from './platform-stack';

/**
 * Where new items have their home, for each residency group's table: its regions, weighted by their traffic. Applied
 * after the services, see docs/adr/0008-home-regions-item.md.
 */
export class HomeRegionsStack extends GlobalStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'home-regions', environment);
    for (const [group, regions] of Object.entries(regionsByGroup(environment))) {
      const [first] = regions as [AwsRegion];
      const { names, tableRegion } = environment.derived.regions[first];
      new HomeRegions(this, `home-regions-${group}`, {
        tableName: names.table,
        regions: regions.map((region) => ({ region, weight: environment.regions[region].trafficShare })),
        provider: this.provider(tableRegion),
      });
    }
  }
}

function regionsByGroup(environment: Environment): Readonly<Record<string, readonly AwsRegion[]>> {
  const groups: Record<string, AwsRegion[]> = {};
  for (const region of regionsOf(environment)) (groups[environment.regions[region].residencyGroup] ??= []).push(region);
  return groups;
}
