import { execFileSync } from 'node:child_process';
import { AWS_REGION_NAMES, AWS_REGIONS } from '@active-active/region-matrix';
import { REPOSITORY, scriptOf } from '../repository';

/** A matrix as JSON. */
export type Matrix = Readonly<Record<string, unknown>>;

/** The matrix of production, as its command prints it. */
export function productionMatrix(): Matrix {
  const printed = execFileSync('sh', ['-c', scriptOf('matrix')], { cwd: REPOSITORY, encoding: 'utf8' });
  return JSON.parse(printed) as Matrix;
}

/**
 * The same system in other regions, all alike: a cache in the first three, the others have none.
 *
 * @param count - 2 to 32
 */
export function withRegions(matrix: Matrix, count: number): Matrix {
  const regions = AWS_REGION_NAMES.filter((name) => AWS_REGIONS[name].availabilityZones).slice(0, count);
  return {
    ...matrix,
    primaryRegion: regions[0],
    regions: Object.fromEntries(
      regions.map((region, i) => [
        region,
        {
          key: `r${i}`,
          cidr: `10.${i}.0.0/16`,
          trafficShare: 1,
          cacheRole: i === 0 ? 'primary' : i < 3 ? 'secondary' : 'none',
        },
      ]),
    ),
  };
}
