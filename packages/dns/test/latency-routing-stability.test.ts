import fc from 'fast-check';
import { blocksOf, endpointOf, routingTemplate } from './routing-fixture';

const REGIONS = ['ap-south-1', 'ca-central-1', 'eu-central-1', 'eu-west-1', 'sa-east-1', 'us-east-1', 'us-west-2'];

/** A ring: each region's switch is held by the next one. */
function ringOf(names: readonly string[]) {
  return Object.fromEntries(
    names.map((region, index) => [
      region,
      endpointOf(region, region.replaceAll('-', ''), names[(index + 1) % names.length]!),
    ]),
  );
}

const rings = fc.shuffledSubarray(REGIONS, { minLength: 2 });

describe('for any regions', () => {
  it('no switch is held in the region that it evacuates, and every latency record has a health check', () => {
    fc.assert(
      fc.property(rings, (names) => {
        const template = routingTemplate({ regions: ringOf(names) });
        for (const region of names) {
          const evacuation = template.hasResource('aws_route53_health_check', {
            resource_path: `/evacuate/${region}`,
          });
          expect(evacuation['fqdn']).not.toContain(`.${region}.`);
        }
        const latency = blocksOf(template, 'aws_route53_record').filter((record) => 'set_identifier' in record);
        expect(latency).toHaveLength(names.length);
        for (const record of latency) expect(record['health_check_id']).toContain('_calculated_');
      }),
      { numRuns: 20 },
    );
  });

  it('neither their order nor a further region changes a resource of another one', () => {
    fc.assert(
      fc.property(rings, (names) => {
        const all = ringOf(REGIONS);
        const some = Object.fromEntries(names.map((name) => [name, all[name]!]));
        const whole = routingTemplate({ regions: all });
        const part = routingTemplate({ regions: some });
        for (const type of ['aws_route53_record', 'aws_route53_health_check']) {
          for (const [id, block] of Object.entries(part.resources(type))) {
            expect(whole.resources(type)[id]).toEqual(block);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});
