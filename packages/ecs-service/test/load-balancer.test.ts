import { statementsOf } from '@active-active/testing';
import { account, service } from './props';

describe('load balancer', () => {
  it('serves HTTPS with TLS 1.3 and 1.2 and no CBC ciphers, and redirects HTTP', () => {
    const template = service();
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
    service().hasResource('aws_lb', { client_keep_alive: 60 });
    service({ clientKeepAliveSeconds: 120 }).hasResource('aws_lb', { client_keep_alive: 120 });
  });

  it('drops what could smuggle a request, and allows zonal shifts', () => {
    service().hasResource('aws_lb', {
      internal: false,
      drop_invalid_header_fields: true,
      desync_mitigation_mode: 'strictest',
      enable_zonal_shift: true,
      enable_deletion_protection: true,
    });
    service({ zonalShift: false }).hasResource('aws_lb', { enable_zonal_shift: false });
  });

  it('reports itself unhealthy by a count over all zones, so that starting targets do not count against it', () => {
    service().hasResource('aws_lb_target_group', {
      load_balancing_cross_zone_enabled: 'true',
      target_group_health: {
        dns_failover: { minimum_healthy_targets_count: '3', minimum_healthy_targets_percentage: 'off' },
        unhealthy_state_routing: { minimum_healthy_targets_count: 1, minimum_healthy_targets_percentage: 'off' },
      },
    });
    service({ minimumHealthyTargets: 1 }).hasResource('aws_lb_target_group', {
      target_group_health: { dns_failover: { minimum_healthy_targets_count: '1' } },
    });
  });

  it('waits for the certificate without naming its validation records, which lie in another stack', () => {
    const template = service();
    const validation = template.only('aws_acm_certificate_validation');
    expect(validation).toMatchObject({ certificate_arn: `arn:aws:acm:eu-west-1:${account}:certificate/1` });
    expect(validation).not.toHaveProperty('validation_record_fqdns');
    const listener = template.hasResource('aws_lb_listener', { port: 443 });
    expect(listener['certificate_arn']).toMatch(/^\$\{aws_acm_certificate_validation\./);
  });
});

describe('access logs', () => {
  it('are encrypted with SSE-S3, the only encryption that the log delivery supports', () => {
    service().hasResource('aws_s3_bucket_server_side_encryption_configuration', {
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
    });
  });

  it('are written by the log delivery principal of this load balancer only, over TLS only', () => {
    const { LoadBalancerLogDelivery, TlsOnly } = statementsOf(service().only('aws_s3_bucket_policy')['policy']);
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
    expect(service().only('aws_lb')['depends_on']).toEqual([expect.stringMatching(/^aws_s3_bucket_policy\./)]);
  });

  it('are private and expire', () => {
    const template = service({ accessLogRetentionInDays: 30 });
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
    service().hasResource('aws_s3_bucket', { force_destroy: false });
    const unprotected = service({ deletionProtection: false });
    unprotected.hasResource('aws_s3_bucket', { force_destroy: true });
    unprotected.hasResource('aws_lb', { enable_deletion_protection: false });
  });
});
