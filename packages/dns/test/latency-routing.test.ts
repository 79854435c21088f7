import type { Template } from '@active-active/testing';
import { blocksOf, ROUTING_CONTROL_ARN, routingTemplate, TWO_REGIONS } from './routing-fixture';

const HEALTH_CHECK = 'aws_route53_health_check';
const RECORD = 'aws_route53_record';

/** Health checks by the construct id that made them, of one region. */
function checksOf(template: Template, region: string) {
  const logicalId = (part: string) =>
    Object.keys(template.resources(HEALTH_CHECK)).find((id) => id.startsWith(`routing_${region}_${part}_`))!;
  const block = (part: string) => template.resources(HEALTH_CHECK)[logicalId(part)]!;
  return {
    logicalId,
    endpoint: block('endpoint'),
    switch: block('evacuation-switch'),
    calculated: block('calculated'),
  };
}

describe('records', () => {
  it('makes one latency CNAME a region, to the regional name, with a TTL of 10 s', () => {
    const template = routingTemplate();
    for (const region of ['us-east-1', 'eu-west-1']) {
      template.hasResource(RECORD, {
        name: 'api.myapp.com',
        type: 'CNAME',
        ttl: 10,
        records: [`${region}.api.myapp.com`],
        set_identifier: region,
        latency_routing_policy: { region },
      });
    }
  });

  it('takes a TTL up to 60 s', () => {
    routingTemplate({ ttlSeconds: 60 }).hasResource(RECORD, { set_identifier: 'us-east-1', ttl: 60 });
  });

  it('makes one latency alias a region, which also looks at the load balancer’s own targets', () => {
    const template = routingTemplate({ recordPolicy: 'alias' });
    const record = template.hasResource(RECORD, {
      name: 'api.myapp.com',
      type: 'A',
      set_identifier: 'us-east-1',
      alias: {
        name: 'production-use1-1.us-east-1.elb.amazonaws.com',
        zone_id: 'ZUSE1',
        evaluate_target_health: true,
      },
    });
    expect(record).not.toHaveProperty('ttl');
  });

  it('answers a zone apex with an alias', () => {
    routingTemplate({ recordPolicy: 'alias', recordName: 'myapp.com' }).hasResource(RECORD, {
      name: 'myapp.com',
      set_identifier: 'us-east-1',
    });
  });

  it('makes a regional name that answers whatever the health of the region', () => {
    const record = routingTemplate().hasResource(RECORD, {
      name: 'us-east-1.api.myapp.com',
      type: 'A',
      alias: { name: 'production-use1-1.us-east-1.elb.amazonaws.com', evaluate_target_health: false },
    });
    expect(record).not.toHaveProperty('health_check_id');
  });

  it('never takes over a record that exists already', () => {
    for (const record of blocksOf(routingTemplate(), RECORD)) expect(record['allow_overwrite']).toBe(false);
  });
});

describe('health checks', () => {
  it.each(['cname', 'alias'] as const)(
    'a record without a health check counts as healthy: every latency %s has the calculated one',
    (recordPolicy) => {
      const template = routingTemplate({ recordPolicy });
      for (const region of ['us-east-1', 'eu-west-1']) {
        template.hasResource(RECORD, {
          set_identifier: region,
          health_check_id: `\${${HEALTH_CHECK}.${checksOf(template, region).logicalId('calculated')}.id}`,
        });
      }
    },
  );

  it('is healthy only while the endpoint answers and the switch is not turned', () => {
    const { calculated, logicalId } = checksOf(routingTemplate(), 'us-east-1');
    expect(calculated['type']).toBe('CALCULATED');
    expect(calculated['child_health_threshold']).toBe(2);
    expect(calculated['child_healthchecks']).toEqual([
      `\${${HEALTH_CHECK}.${logicalId('endpoint')}.id}`,
      `\${${HEALTH_CHECK}.${logicalId('evacuation-switch')}.id}`,
    ]);
  });

  it('asks the regional name over HTTPS with SNI, every 10 s, from all eight checker regions', () => {
    expect(checksOf(routingTemplate(), 'us-east-1').endpoint).toMatchObject({
      type: 'HTTPS',
      fqdn: 'us-east-1.api.myapp.com',
      port: 443,
      resource_path: '/healthz',
      enable_sni: true,
      request_interval: 10,
      failure_threshold: 3,
      regions: [
        'ap-northeast-1',
        'ap-southeast-1',
        'ap-southeast-2',
        'eu-west-1',
        'sa-east-1',
        'us-east-1',
        'us-west-1',
        'us-west-2',
      ],
    });
  });

  it('checks the endpoint and the switch alike, so that an evacuation is as fast as a failure', () => {
    const template = routingTemplate({
      healthCheck: {
        path: '/deep?of=all',
        intervalSeconds: 30,
        failureThreshold: 1,
        checkerRegions: ['us-west-2', 'eu-west-1', 'sa-east-1'],
      },
    });
    const { endpoint, switch: evacuation } = checksOf(template, 'us-east-1');
    const expected = {
      request_interval: 30,
      failure_threshold: 1,
      regions: ['eu-west-1', 'sa-east-1', 'us-west-2'],
    };
    expect(endpoint).toMatchObject({ ...expected, resource_path: '/deep?of=all' });
    expect(evacuation).toMatchObject(expected);
  });

  it('a checker that asks before the name exists is told so for 15 minutes: the check waits for the record', () => {
    const template = routingTemplate();
    const regional = Object.keys(template.resources(RECORD)).find((id) => id.startsWith('routing_us-east-1_regional_'));
    expect(checksOf(template, 'us-east-1').endpoint['depends_on']).toEqual([`${RECORD}.${regional}`]);
  });
});

describe('evacuation switch', () => {
  it('lives in another region than it evacuates: an inverted check of an S3 object at that region’s own endpoint', () => {
    expect(checksOf(routingTemplate(), 'us-east-1').switch).toMatchObject({
      type: 'HTTPS',
      fqdn: 'production-eu-west-1-evacuation.s3.eu-west-1.amazonaws.com',
      port: 443,
      enable_sni: true,
      resource_path: '/evacuate/us-east-1',
      invert_healthcheck: true,
    });
  });

  it('evacuates by data planes only: no check is disabled, and only the switch of an S3 object is inverted', () => {
    for (const [id, check] of Object.entries(routingTemplate().resources(HEALTH_CHECK))) {
      expect(check).not.toHaveProperty('disabled');
      expect(check['invert_healthcheck'] ?? false).toBe(id.includes('_evacuation-switch_'));
    }
  });

  it('takes a routing control in place of an S3 object', () => {
    const template = routingTemplate({
      regions: {
        ...TWO_REGIONS,
        'us-east-1': { ...TWO_REGIONS['us-east-1'], evacuationSwitch: { routingControlArn: ROUTING_CONTROL_ARN } },
      },
    });
    const { switch: evacuation } = checksOf(template, 'us-east-1');
    expect(evacuation).toMatchObject({ type: 'RECOVERY_CONTROL', routing_control_arn: ROUTING_CONTROL_ARN });
    expect(evacuation).not.toHaveProperty('invert_healthcheck');
    expect(evacuation).not.toHaveProperty('regions');
  });
});

it('matches its snapshot at the defaults', () => {
  expect(routingTemplate().json['resource']).toMatchSnapshot();
});
