import type { AwsRequest } from '../../aws-request';
import { type Cluster, type ControlPanel, type Recovery, type RoutingControl, controlsOf } from './model';

/** What a description is made for. */
interface View {
  readonly request: AwsRequest;
  readonly recovery: Recovery;
}

/** The regions in which a cluster has an endpoint. */
const ENDPOINT_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-northeast-1', 'ap-southeast-2'];

export function clusterView({ request }: View, cluster: Cluster): object {
  // Every endpoint is the gateway itself; it tells them apart by the region that a call is signed for.
  const Endpoint = `http://${request.headers.host ?? 'localhost'}/`;
  const ClusterEndpoints = ENDPOINT_REGIONS.map((Region) => ({ Endpoint, Region }));
  return { ...cluster, ClusterEndpoints, Status: 'DEPLOYED', Owner: request.account };
}

export function panelView({ request, recovery }: View, panel: ControlPanel): object {
  return {
    ...panel,
    RoutingControlCount: controlsOf(recovery, panel.ControlPanelArn).length,
    Status: 'DEPLOYED',
    Owner: request.account,
  };
}

export function controlView({ request }: View, { ControlPanelArn, Name, RoutingControlArn }: RoutingControl): object {
  return { ControlPanelArn, Name, RoutingControlArn, Status: 'DEPLOYED', Owner: request.account };
}
