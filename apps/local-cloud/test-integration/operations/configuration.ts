/** Another account, whose observability is linked to the first one's. */
export const SOURCE_ACCOUNT = '210987654321';

const WHERE = ['us', 'eu'];
const name = { Name: 'operations-test' };

/**
 * One resource of each type that the gateway fills in for operations. The variable `v` is '1' or '2' and changes all that
 * can be changed in place.
 *
 * @param account - of the local cloud
 */
export function operationsConfiguration(account: string): object {
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } },
    variable: { v: { default: '1' } },
    provider: {
      aws: [
        { region: 'us-east-1', max_retries: 3, default_tags: { tags: { Suite: 'operations' } } },
        { alias: 'source', region: 'us-east-1', access_key: SOURCE_ACCOUNT, secret_key: 'local', max_retries: 3 },
        { alias: 'eu', region: 'eu-west-1', max_retries: 3 },
      ],
    },
    resource: {
      ...network(),
      ...alarms(),
      ...tracing(),
      ...recovery(),
      ...healthChecks(),
      ...experiments(account),
      ...sinks(),
      ...templates(),
    },
    output: {
      template: { value: '${aws_fis_experiment_template.cut.id}' },
      alarm_check: { value: '${aws_route53_health_check.alarm.id}' },
    },
  };
}

function network(): object {
  const rule = {
    security_group_id: '${aws_security_group.a.id}',
    ip_protocol: 'tcp',
    from_port: 80,
    to_port: '${var.v == "1" ? 80 : 81}',
  };
  return {
    aws_vpc: { main: { cidr_block: '10.9.0.0/16' } },
    aws_subnet: { main: { vpc_id: '${aws_vpc.main.id}', cidr_block: '10.9.1.0/24', tags: { Role: 'private' } } },
    aws_security_group: Object.fromEntries(
      ['a', 'b'].map((key) => [key, { name: key, description: key, vpc_id: '${aws_vpc.main.id}' }]),
    ),
    aws_vpc_security_group_ingress_rule: {
      group: {
        ...rule,
        referenced_security_group_id: '${var.v == "1" ? aws_security_group.b.id : aws_security_group.a.id}',
        description: 'group ${var.v}',
      },
      all: {
        security_group_id: '${aws_security_group.a.id}',
        referenced_security_group_id: '${aws_security_group.a.id}',
        ip_protocol: '-1',
        description: '${var.v == "1" ? "all" : null}',
      },
    },
    aws_vpc_security_group_egress_rule: {
      six: { ...rule, cidr_ipv6: '${var.v == "1" ? "::/0" : "2001:db8::/32"}', description: 'six ${var.v}' },
    },
  };
}

function alarms(): object {
  const metric = {
    comparison_operator: 'GreaterThanThreshold',
    evaluation_periods: 1,
    metric_name: 'Errors',
    namespace: 'Orders',
    period: 60,
    statistic: 'Sum',
  };
  const child = (key: string) => ({ ...metric, alarm_name: `child-${key}`, threshold: '${var.v}', tags: name });
  return {
    aws_cloudwatch_metric_alarm: { a: child('a'), b: child('b') },
    aws_cloudwatch_composite_alarm: {
      either: {
        alarm_name: 'either',
        alarm_description: 'either ${var.v}',
        alarm_rule:
          'ALARM(${aws_cloudwatch_metric_alarm.a.alarm_name}) OR ALARM("${aws_cloudwatch_metric_alarm.b.alarm_name}")',
        actions_suppressor: {
          alarm: '${aws_cloudwatch_metric_alarm.b.alarm_name}',
          extension_period: 60,
          wait_period: 30,
        },
        tags: { Version: '${var.v}' },
      },
      above: { alarm_name: 'above', alarm_rule: 'ALARM(${aws_cloudwatch_composite_alarm.either.alarm_name})' },
    },
  };
}

function tracing(): object {
  const any = {
    host: '*',
    http_method: '*',
    service_type: '*',
    service_name: '*',
    resource_arn: '*',
    url_path: '/orders/*',
  };
  return {
    aws_xray_group: {
      orders: {
        group_name: 'orders',
        filter_expression: 'responsetime > ${var.v}',
        insights_configuration: { insights_enabled: true, notifications_enabled: '${var.v == "2"}' },
        tags: { Version: '${var.v}' },
      },
    },
    aws_xray_sampling_rule: {
      orders: {
        rule_name: 'orders',
        priority: 100,
        version: 1,
        reservoir_size: '${var.v}',
        fixed_rate: 0.05,
        ...any,
        tags: { Version: '${var.v}' },
      },
    },
    aws_xray_encryption_config: { main: { type: 'NONE' } },
  };
}

function recovery(): object {
  const panel = { control_panel_arn: '${aws_route53recoverycontrolconfig_control_panel.main.arn}' };
  const cluster = { cluster_arn: '${aws_route53recoverycontrolconfig_cluster.main.arn}' };
  const control = (key: string) => `\${aws_route53recoverycontrolconfig_routing_control.${key}.arn}`;
  return {
    aws_route53recoverycontrolconfig_cluster: { main: { name: 'orders' } },
    aws_route53recoverycontrolconfig_control_panel: { main: { name: 'orders-${var.v}', ...cluster } },
    aws_route53recoverycontrolconfig_routing_control: Object.fromEntries(
      WHERE.map((key) => [key, { name: `${key}-\${var.v}`, ...cluster, ...panel }]),
    ),
    aws_route53recoverycontrolconfig_safety_rule: {
      // The provider cannot change a rule: it leaves out the name, which the API wants.
      one: {
        name: 'one',
        ...panel,
        asserted_controls: WHERE.map(control),
        wait_period_ms: 5000,
        rule_config: { inverted: false, threshold: 1, type: 'ATLEAST' },
      },
      gate: {
        name: 'gate',
        ...panel,
        gating_controls: [control('eu')],
        target_controls: [control('us')],
        wait_period_ms: 0,
        rule_config: { inverted: true, threshold: 1, type: 'OR' },
      },
    },
  };
}

function healthChecks(): object {
  return {
    aws_route53_health_check: {
      alarm: {
        type: 'CLOUDWATCH_METRIC',
        cloudwatch_alarm_name: '${aws_cloudwatch_composite_alarm.either.alarm_name}',
        cloudwatch_alarm_region: 'us-east-1',
        insufficient_data_health_status: '${var.v == "1" ? "Healthy" : "Unhealthy"}',
        tags: name,
      },
      control: {
        type: 'RECOVERY_CONTROL',
        routing_control_arn: '${aws_route53recoverycontrolconfig_routing_control.eu.arn}',
      },
      tcp: {
        type: 'TCP',
        ip_address: '192.0.2.1',
        port: 80,
        failure_threshold: 3,
        request_interval: 30,
        disabled: '${var.v == "2"}',
      },
      both: {
        type: 'CALCULATED',
        child_health_threshold: 1,
        child_healthchecks:
          '${var.v == "1" ? [aws_route53_health_check.alarm.id, aws_route53_health_check.tcp.id] : [aws_route53_health_check.alarm.id]}',
      },
    },
  };
}

function experiments(account: string): object {
  return {
    aws_fis_experiment_template: {
      cut: {
        description: 'cut ${var.v}',
        role_arn: `arn:aws:iam::${account}:role/fis`,
        stop_condition: [{ source: 'aws:cloudwatch:alarm', value: '${aws_cloudwatch_composite_alarm.above.arn}' }],
        action: [
          {
            name: 'cut',
            action_id: 'aws:network:route-table-disrupt-cross-region-connectivity',
            target: { key: 'Subnets', value: 'subnets' },
            parameter: [
              { key: 'region', value: 'eu-west-1' },
              { key: 'duration', value: 'PT${var.v}M' },
            ],
          },
        ],
        target: [
          {
            name: 'subnets',
            resource_type: 'aws:ec2:subnet',
            selection_mode: 'ALL',
            resource_tag: [{ key: 'Role', value: 'private' }],
            parameters: { vpc: '${aws_vpc.main.id}' },
          },
        ],
        experiment_options: { account_targeting: 'single-account', empty_target_resolution_mode: 'fail' },
        log_configuration: {
          log_schema_version: 2,
          cloudwatch_logs_configuration: { log_group_arn: `arn:aws:logs:us-east-1:${account}:log-group:fis:*` },
        },
        // The provider replaces a template whose tags change.
        tags: name,
      },
    },
  };
}

function sinks(): object {
  const types = ['AWS::CloudWatch::Metric', 'AWS::Logs::LogGroup', 'AWS::XRay::Trace'];
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: [SOURCE_ACCOUNT] },
    Action: ['oam:CreateLink', 'oam:UpdateLink'],
    Resource: '*',
    Condition: { 'ForAllValues:StringEquals': { 'oam:ResourceTypes': types } },
  };
  return {
    aws_oam_sink: { main: { name: 'sink', tags: { Version: '${var.v}' } }, eu: { provider: 'aws.eu', name: 'sink' } },
    aws_oam_sink_policy: {
      main: {
        sink_identifier: '${aws_oam_sink.main.arn}',
        policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      },
    },
    aws_oam_link: {
      main: {
        provider: 'aws.source',
        label_template: '$AccountName',
        resource_types: `\${var.v == "1" ? ["${types[0]}"] : ["${types[0]}", "${types[2]}"]}`,
        sink_identifier: '${aws_oam_sink_policy.main.sink_identifier}',
        tags: { Version: '${var.v}' },
      },
    },
  };
}

function templates(): object {
  return {
    aws_ecr_repository_creation_template: {
      main: {
        prefix: 'orders',
        applied_for: ['REPLICATION'],
        description: 'version ${var.v}',
        image_tag_mutability: 'IMMUTABLE',
        resource_tags: { Version: '${var.v}' },
      },
    },
  };
}
