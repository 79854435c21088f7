import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Construct } from 'constructs';
import { dynamodbEndpointPolicy, s3EndpointPolicy } from './endpoint-policies';

export interface GatewayEndpointsProps {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly vpcId: string;
  readonly routeTableIds: readonly string[];
  readonly readableBuckets: readonly string[];
}

/**
 * Gateway endpoints of S3 and DynamoDB: routes to this region's services that pass no NAT gateway and cost nothing.
 * Traffic to these services in another region does not match their prefix lists and leaves by NAT.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export class GatewayEndpoints extends Construct {
  readonly s3PrefixListId: string;
  readonly dynamodbPrefixListId: string;

  constructor(scope: Construct, id: string, props: GatewayEndpointsProps) {
    super(scope, id);
    const { region, account, readableBuckets } = props;
    this.s3PrefixListId = this.endpoint(props, 's3', s3EndpointPolicy(region, account, readableBuckets));
    this.dynamodbPrefixListId = this.endpoint(props, 'dynamodb', dynamodbEndpointPolicy(account));
  }

  private endpoint(props: GatewayEndpointsProps, service: string, policy: string): string {
    return new VpcEndpoint(this, service, {
      vpcId: props.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${props.region}.${service}`,
      routeTableIds: [...props.routeTableIds],
      policy,
      tags: { Name: `${props.name}-${service}` },
    }).prefixListId;
  }
}
