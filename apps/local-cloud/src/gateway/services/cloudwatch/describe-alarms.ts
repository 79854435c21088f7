import { type AwsRequest, type AwsResponse, isSuccess, responseJson } from '../../aws-request';
import { decodeCbor } from '../../cbor-values';
import { type Structure, asQueryXml, cborResponse, listField, textField, writeOutput } from '../../operation-codec';
import type { OverlayContext } from '../../overlay';
import { jsonResponse, unsupported } from '../../responses';
import { type XmlNode, childOf } from '../../xml';
import { elementsOf, withRootContent } from '../../xml-tree';
import { compositeAlarms, described, matches } from './composite-alarms';

/** Metric alarms are moto's, composite alarms ours; one call may ask for both. */
export async function describeAlarms(
  request: AwsRequest,
  input: Structure,
  context: OverlayContext,
): Promise<AwsResponse> {
  const types = listField(input, 'AlarmTypes');
  const parents = textField(input, 'ParentsOfAlarmName') !== undefined;
  if (textField(input, 'ChildrenOfAlarmName') !== undefined)
    return unsupported(request, 'ChildrenOfAlarmName is not implemented');
  if (!parents && !types.includes('CompositeAlarm')) {
    context.answeredBy('moto');
    return context.forward(request);
  }
  const composites = Object.values(compositeAlarms(context.state).read());
  const found = composites.filter((alarm) => matches(alarm, input)).map(described);
  if (parents || !types.includes('MetricAlarm'))
    return writeOutput(request, { CompositeAlarms: found, MetricAlarms: [] });
  return withComposites(request, await context.forward(request), found);
}

function withComposites(request: AwsRequest, response: AwsResponse, found: readonly Structure[]): AwsResponse {
  if (!isSuccess(response)) return response;
  if (request.protocol === 'rpc-v2-cbor') {
    return cborResponse({ ...(decodeCbor(Buffer.from(response.body)) as Structure), CompositeAlarms: found });
  }
  if (request.protocol === 'json') {
    const { CompositeAlarms } = responseJson<Structure>(writeOutput(request, { CompositeAlarms: found }));
    return jsonResponse(request, { ...responseJson(response), CompositeAlarms });
  }
  return withRootContent(response, (root: XmlNode) => {
    const result = childOf(root, 'DescribeAlarmsResult');
    const content = { ...(result === undefined ? {} : elementsOf(result)), ...asQueryXml({ CompositeAlarms: found }) };
    return { ...elementsOf(root), DescribeAlarmsResult: content };
  });
}
