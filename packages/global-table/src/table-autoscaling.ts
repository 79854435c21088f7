import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { Construct } from 'constructs';
import type { CapacityRange, GlobalSecondaryIndex, ProvisionedBilling } from './table-schema';

export interface TableAutoscalingProps {
  /** Name of the table as an attribute of its resource, so that the table exists first. */
  readonly tableName: string;
  readonly billing: ProvisionedBilling;
  readonly indexes: readonly GlobalSecondaryIndex[];
}

/**
 * Autoscaling of a table's read and write capacity and of each global secondary index's. DynamoDB refuses a replica of
 * a provisioned table whose writes, or whose indexes' writes, do not scale, and passes bounds and target to all replicas.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_reqs_bestpractices.html
 */
export class TableAutoscaling extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TableAutoscalingProps,
  ) {
    super(scope, id);
    const { billing, indexes, tableName } = props;
    this.scale(this, 'table', `table/${tableName}`, billing.read, billing.write);
    const scopeOfIndexes = new Construct(this, 'index');
    for (const index of indexes) {
      this.scale(
        new Construct(scopeOfIndexes, index.name),
        'index',
        `table/${tableName}/index/${index.name}`,
        index.read ?? billing.read,
        index.write ?? billing.write,
      );
    }
  }

  private scale(
    scope: Construct,
    kind: 'table' | 'index',
    resourceId: string,
    read: CapacityRange,
    write: CapacityRange,
  ): void {
    for (const [direction, range] of [
      ['Read', read],
      ['Write', write],
    ] as const) {
      const target = new AppautoscalingTarget(scope, `${direction.toLowerCase()}-target`, {
        serviceNamespace: 'dynamodb',
        resourceId,
        scalableDimension: `dynamodb:${kind}:${direction}CapacityUnits`,
        minCapacity: range.min,
        maxCapacity: range.max,
      });
      new AppautoscalingPolicy(scope, `${direction.toLowerCase()}-policy`, {
        // DynamoDB's own name for it: a second target-tracking policy of the same metric is refused.
        name: `DynamoDB${direction}CapacityUtilization:${target.resourceId}`,
        policyType: 'TargetTrackingScaling',
        serviceNamespace: target.serviceNamespace,
        resourceId: target.resourceId,
        scalableDimension: target.scalableDimension,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: `DynamoDB${direction}CapacityUtilization` },
          targetValue: this.props.billing.targetUtilization ?? 70,
        },
      });
    }
  }
}
