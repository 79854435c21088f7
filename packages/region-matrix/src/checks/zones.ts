import { AWS_REGIONS, isAwsRegion } from '../aws-regions';
import type { Check } from '../draft';
import { show } from '../problems';

/** Three distinct zones of the region itself. Zones beyond a letter, such as Local Zones, hold no subnets of the plan. */
export const checkZones: Check = (draft, report) => {
  for (const [name, region] of draft.regionsWith('availabilityZones')) {
    if (!isAwsRegion(name)) continue;
    const zones = region.availabilityZones;
    const path = ['regions', name, 'availabilityZones'];
    if (zones === undefined) {
      if (AWS_REGIONS[name].availabilityZones) continue;
      report(
        path,
        zones,
        `missing, and ${name} offers new accounts only two zones while the subnet plan needs three`,
        'list three zones that the account has there, or use another region',
      );
      continue;
    }
    zones.forEach((zone, index) => {
      const place = [...path, index];
      if (!(zone.startsWith(name) && /^[a-z]$/.test(zone.slice(name.length)))) {
        const fix = `name a zone such as '${AWS_REGIONS[name].availabilityZones?.[index] ?? `${name}a`}'`;
        report(place, zone, `${show(zone)} is not a zone of ${name}`, fix);
      } else if (zones.indexOf(zone) < index) {
        report(place, zone, `zone '${zone}' is listed twice`, 'list three distinct zones');
      }
    });
  }
};
