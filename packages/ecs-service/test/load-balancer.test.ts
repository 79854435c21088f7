import { statementsOf, Template } from '@active-active/testing';
import { ServiceLoadBalancer } from '@active-active/ecs-service';
import { TerraformOutput } from 'cdktf';
import fc from 'fast-check';
import { account, loadBalancer, requiredOfLoadBalancer, service } from './props';

describe('load balancer', () => {
  it('serves HTTPS with TLS 1.3 and 1.2 and no CBC ciphers, and redirects HTTP', () => {
    const template = loadBalancer();
    template.resourceCountIs('aws_lb_listener', 2);
    template.hasResource('aws_lb_listener', {
      port: 443,
      protocol: 'HTTPS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
      default_action: [{ type: 'forward' }],
    });
    template.hasResource('aws_lb_listener', {
      port: 80,
      default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' } }],
    });
  });

  it('lets go of clients after 60 s of keep-alive, not after an hour', () => {
    loadBalancer().hasResource('aws_lb', { client_keep_alive: 60 });
    loadBalancer({ clientKeepAliveSeconds: 120 }).hasResource('aws_lb', { client_keep_alive: 120 });
  });

  it('drops what could smuggle a request, and allows zonal shifts', () => {
    loadBalancer().hasResource('aws_lb', {
      internal: false,
      drop_invalid_header_fields: true,
      desync_mitigation_mode: 'strictest',
      enable_zonal_shift: true,
      enable_deletion_protection: true,
    });
    loadBalancer({ zonalShift: false }).hasResource('aws_lb', { enable_zonal_shift: false });
  });

  it('reports itself unhealthy by a count over all zones, so that starting targets do not count against it', () => {
    loadBalancer().hasResource('aws_lb_target_group', {
      load_balancing_cross_zone_enabled: 'true',
      target_group_health: {
        dns_failover: { minimum_healthy_targets_count: '3', minimum_healthy_targets_percentage: 'off' },
        unhealthy_state_routing: { minimum_healthy_targets_count: 1, minimum_healthy_targets_percentage: 'off' },
      },
    });
    loadBalancer({ minimumHealthyTargets: 1 }).hasResource('aws_lb_target_group', {
      target_group_health: { dns_failover: { minimum_healthy_targets_count: '1' } },
    });
  });

  it('lets the internet in by HTTPS and by HTTP, and itself out to nothing: that is for the service to add', () => {
    const template = loadBalancer();
    const sources = Object.values(template.resources('aws_vpc_security_group_ingress_rule')).map((rule) => [
      rule['cidr_ipv4'],
      rule['from_port'],
      rule['to_port'],
    ]);
    expect(sources.sort()).toEqual([
      ['0.0.0.0/0', 443, 443],
      ['0.0.0.0/0', 80, 80],
    ]);
    expect(template.json['resource']).not.toHaveProperty('aws_vpc_security_group_egress_rule');
    expect(template.only('aws_security_group')).not.toHaveProperty('ingress');
  });

  it('keeps its target group when the port of the tasks changes', () => {
    loadBalancer().hasResource('aws_lb_target_group', {
      port: 80,
      target_type: 'ip',
      health_check: { port: 'traffic-port' },
    });
    service({ containerPort: 9090 }).hasResource('aws_ecs_service', { load_balancer: [{ container_port: 9090 }] });
  });

  it('gives the target group out by way of the listener, before which AWS refuses a service with it', () => {
    const template = Template.of((scope) => {
      const { outputs } = new ServiceLoadBalancer(scope, 'load-balancer', requiredOfLoadBalancer);
      Object.entries(outputs).forEach(([name, value]) => new TerraformOutput(scope, name, { value }));
    });
    const outputs = Object.fromEntries(Object.entries(template.outputs()).map(([name, { value }]) => [name, value]));
    expect(outputs).toEqual({
      albDnsName: expect.stringMatching(/^\$\{aws_lb\.\S+\.dns_name\}$/),
      albZoneId: expect.stringMatching(/^\$\{aws_lb\.\S+\.zone_id\}$/),
      albArnSuffix: expect.stringMatching(/^\$\{aws_lb\.\S+\.arn_suffix\}$/),
      albSecurityGroupId: expect.stringMatching(/^\$\{aws_security_group\.\S+\.id\}$/),
      targetGroupArn: expect.stringMatching(
        /^\$\{aws_lb_listener\.\S*https\S*\.default_action\[0\]\.target_group_arn\}$/,
      ),
      targetGroupArnSuffix: expect.stringMatching(/^\$\{aws_lb_target_group\.\S+\.arn_suffix\}$/),
    });
  });

  it('asks for no more healthy targets than run, whatever the minimum of tasks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), (minTasks) => {
        const health = loadBalancer({ minTasks }).only('aws_lb_target_group')['target_group_health'];
        const count = Number(health.dns_failover.minimum_healthy_targets_count);
        expect(count).toBeGreaterThanOrEqual(health.unhealthy_state_routing.minimum_healthy_targets_count);
        expect(count).toBeLessThanOrEqual(minTasks);
      }),
      { numRuns: 25 },
    );
  });

  it('reads no state and no data source: whatever region is dark, it can be planned', () => {
    expect(loadBalancer().json['data']).toBeUndefined();
  });

  it('matches its snapshot', () => {
    expect(loadBalancer().json).toMatchSnapshot();
  });

  it('waits for the certificate without naming its validation records, which lie in another stack', () => {
    const template = loadBalancer();
    const validation = template.only('aws_acm_certificate_validation');
    expect(validation).toMatchObject({ certificate_arn: `arn:aws:acm:eu-west-1:${account}:certificate/1` });
    expect(validation).not.toHaveProperty('validation_record_fqdns');
    const listener = template.hasResource('aws_lb_listener', { port: 443 });
    expect(listener['certificate_arn']).toMatch(/^\$\{aws_acm_certificate_validation\./);
  });
});

describe('access logs', () => {
  it('are encrypted with SSE-S3, the only encryption that the log delivery supports', () => {
    loadBalancer().hasResource('aws_s3_bucket_server_side_encryption_configuration', {
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
    });
  });

  it('are written by the log delivery principal of this load balancer only, over TLS only', () => {
    const { LoadBalancerLogDelivery, TlsOnly } = statementsOf(loadBalancer().only('aws_s3_bucket_policy')['policy']);
    expect(LoadBalancerLogDelivery).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::production-alb-logs-euw1-${account}/AWSLogs/${account}/*`,
      Condition: {
        ArnLike: {
          'aws:SourceArn': `arn:aws:elasticloadbalancing:eu-west-1:${account}:loadbalancer/app/production-orders-api-euw1/*`,
        },
      },
    });
    expect(TlsOnly).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('are turned on only after the bucket admits them', () => {
    expect(loadBalancer().only('aws_lb')['depends_on']).toEqual([expect.stringMatching(/^aws_s3_bucket_policy\./)]);
  });

  it('are private and expire', () => {
    const template = loadBalancer({ accessLogRetentionInDays: 30 });
    template.hasResource('aws_s3_bucket_public_access_block', {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    template.hasResource('aws_s3_bucket_lifecycle_configuration', {
      rule: [{ status: 'Enabled', filter: [{ prefix: 'AWSLogs/' }], expiration: [{ days: 30 }] }],
    });
  });

  it('are kept from deletion together with the load balancer', () => {
    loadBalancer().hasResource('aws_s3_bucket', { force_destroy: false });
    const unprotected = loadBalancer({ deletionProtection: false });
    unprotected.hasResource('aws_s3_bucket', { force_destroy: true });
    unprotected.hasResource('aws_lb', { enable_deletion_protection: false });
  });
});
