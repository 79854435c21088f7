import { Template } from '@active-active/testing';
import type { Construct } from 'constructs';
import { evacuationSwitchUrl, LatencyRouting } from '../src';
import { CNAME_PROPS, endpointOf, ROUTING_CONTROL_ARN } from './routing-fixture';

describe('outputs', () => {
  const outputsOf = <T>(build: (scope: Construct) => T): T => {
    let outputs: T | undefined;
    Template.of((scope) => void (outputs = build(scope)));
    return outputs!;
  };

  it('gives the names, the health checks and the switch objects by region', () => {
    const outputs = outputsOf((scope) => new LatencyRouting(scope, 'routing', CNAME_PROPS).outputs);
    expect(outputs.recordFqdn).toBe('api.myapp.com');
    expect(outputs.regionalFqdns).toEqual({
      'us-east-1': 'us-east-1.api.myapp.com',
      'eu-west-1': 'eu-west-1.api.myapp.com',
    });
    expect(Object.keys(outputs.healthCheckIds)).toEqual(['us-east-1', 'eu-west-1']);
    expect(Object.keys(outputs.healthCheckIds['us-east-1'])).toEqual(['endpoint', 'evacuationSwitch', 'calculated']);
    expect(outputs.switchObjects).toEqual({
      'us-east-1': { bucket: 'production-eu-west-1-evacuation', key: 'evacuate/us-east-1', region: 'eu-west-1' },
      'eu-west-1': { bucket: 'production-us-east-1-evacuation', key: 'evacuate/eu-west-1', region: 'us-east-1' },
    });
    expect(evacuationSwitchUrl(outputs.switchObjects['us-east-1']!)).toBe(
      'https://production-eu-west-1-evacuation.s3.eu-west-1.amazonaws.com/evacuate/us-east-1',
    );
  });

  it('has no switch object for a region that a routing control evacuates', () => {
    const outputs = outputsOf(
      (scope) =>
        new LatencyRouting(scope, 'routing', {
          ...CNAME_PROPS,
          regions: {
            'us-east-1': endpointOf('us-east-1', 'use1', 'eu-west-1'),
            'eu-west-1': {
              ...endpointOf('eu-west-1', 'euw1', 'us-east-1'),
              evacuationSwitch: { routingControlArn: ROUTING_CONTROL_ARN },
            },
          },
        }).outputs,
    );
    expect(Object.keys(outputs.switchObjects)).toEqual(['us-east-1']);
  });

  it('does not compile for a region outside the record', () => {
    const outputs = outputsOf((scope) => new LatencyRouting(scope, 'routing', CNAME_PROPS).outputs);
    // @ts-expect-error ap-south-1 is not among the regions given
    expect(outputs.regionalFqdns['ap-south-1']).toBeUndefined();
  });
});
