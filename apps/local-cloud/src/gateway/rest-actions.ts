import type { IncomingHttpHeaders } from 'node:http';
import { s3Action } from './s3-actions';

/** Method, path pattern (`*` is one segment, `**` the rest), action. The first that fits counts. */
type Row = readonly [method: string, path: string, action: string];

/**
 * REST services say what they want by method and path only. These are the services that the stacks use; a path of
 * another service is named by its method and its fixed words, which is enough for the call log.
 */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  route53: [
    ['POST', '/2013-04-01/hostedzone', 'CreateHostedZone'],
    ['GET', '/2013-04-01/hostedzone', 'ListHostedZones'],
    ['GET', '/2013-04-01/hostedzonesbyname', 'ListHostedZonesByName'],
    ['GET', '/2013-04-01/hostedzonesbyvpc', 'ListHostedZonesByVPC'],
    ['GET', '/2013-04-01/hostedzone/*', 'GetHostedZone'],
    ['POST', '/2013-04-01/hostedzone/*', 'UpdateHostedZoneComment'],
    ['DELETE', '/2013-04-01/hostedzone/*', 'DeleteHostedZone'],
    ['POST', '/2013-04-01/hostedzone/*/rrset', 'ChangeResourceRecordSets'],
    ['GET', '/2013-04-01/hostedzone/*/rrset', 'ListResourceRecordSets'],
    ['GET', '/2013-04-01/hostedzone/*/dnssec', 'GetDNSSEC'],
    ['GET', '/2013-04-01/change/*', 'GetChange'],
    ['POST', '/2013-04-01/healthcheck', 'CreateHealthCheck'],
    ['GET', '/2013-04-01/healthcheck', 'ListHealthChecks'],
    ['GET', '/2013-04-01/healthcheck/*', 'GetHealthCheck'],
    ['POST', '/2013-04-01/healthcheck/*', 'UpdateHealthCheck'],
    ['DELETE', '/2013-04-01/healthcheck/*', 'DeleteHealthCheck'],
    ['GET', '/2013-04-01/healthcheck/*/status', 'GetHealthCheckStatus'],
    ['GET', '/2013-04-01/healthcheckcount', 'GetHealthCheckCount'],
    ['GET', '/2013-04-01/checkeripranges', 'GetCheckerIpRanges'],
    ['GET', '/2013-04-01/tags/*/*', 'ListTagsForResource'],
    ['POST', '/2013-04-01/tags/*/*', 'ChangeTagsForResource'],
    ['POST', '/2013-04-01/tags/*', 'ListTagsForResources'],
    ['GET', '/2013-04-01/queryloggingconfig', 'ListQueryLoggingConfigs'],
  ],
  scheduler: [
    ['POST', '/schedules/*', 'CreateSchedule'],
    ['GET', '/schedules/*', 'GetSchedule'],
    ['PUT', '/schedules/*', 'UpdateSchedule'],
    ['DELETE', '/schedules/*', 'DeleteSchedule'],
    ['GET', '/schedules', 'ListSchedules'],
    ['POST', '/schedule-groups/*', 'CreateScheduleGroup'],
    ['GET', '/schedule-groups/*', 'GetScheduleGroup'],
    ['DELETE', '/schedule-groups/*', 'DeleteScheduleGroup'],
  ],
  xray: [
    ['POST', '/CreateGroup', 'CreateGroup'],
    ['POST', '/GetGroup', 'GetGroup'],
    ['POST', '/Groups', 'GetGroups'],
    ['POST', '/UpdateGroup', 'UpdateGroup'],
    ['POST', '/DeleteGroup', 'DeleteGroup'],
    ['POST', '/CreateSamplingRule', 'CreateSamplingRule'],
    ['POST', '/GetSamplingRules', 'GetSamplingRules'],
    ['POST', '/SamplingTargets', 'GetSamplingTargets'],
    ['POST', '/UpdateSamplingRule', 'UpdateSamplingRule'],
    ['POST', '/DeleteSamplingRule', 'DeleteSamplingRule'],
    ['POST', '/EncryptionConfig', 'GetEncryptionConfig'],
    ['POST', '/PutEncryptionConfig', 'PutEncryptionConfig'],
    ['POST', '/ListTagsForResource', 'ListTagsForResource'],
    ['POST', '/TagResource', 'TagResource'],
    ['POST', '/UntagResource', 'UntagResource'],
    ['POST', '/TraceSegments', 'PutTraceSegments'],
  ],
  fis: [
    ['POST', '/experimentTemplates', 'CreateExperimentTemplate'],
    ['GET', '/experimentTemplates', 'ListExperimentTemplates'],
    ['GET', '/experimentTemplates/*', 'GetExperimentTemplate'],
    ['PATCH', '/experimentTemplates/*', 'UpdateExperimentTemplate'],
    ['DELETE', '/experimentTemplates/*', 'DeleteExperimentTemplate'],
    ['POST', '/experiments', 'StartExperiment'],
    ['GET', '/experiments', 'ListExperiments'],
    ['GET', '/experiments/*', 'GetExperiment'],
    ['DELETE', '/experiments/*', 'StopExperiment'],
    ['GET', '/experiments/*/resolvedTargets', 'ListExperimentResolvedTargets'],
  ],
  oam: [
    ['POST', '/CreateSink', 'CreateSink'],
    ['POST', '/GetSink', 'GetSink'],
    ['POST', '/DeleteSink', 'DeleteSink'],
    ['POST', '/ListSinks', 'ListSinks'],
    ['POST', '/PutSinkPolicy', 'PutSinkPolicy'],
    ['POST', '/GetSinkPolicy', 'GetSinkPolicy'],
    ['POST', '/CreateLink', 'CreateLink'],
    ['POST', '/GetLink', 'GetLink'],
    ['POST', '/UpdateLink', 'UpdateLink'],
    ['POST', '/DeleteLink', 'DeleteLink'],
    ['POST', '/ListLinks', 'ListLinks'],
    ['POST', '/ListAttachedLinks', 'ListAttachedLinks'],
  ],
  'route53-recovery-control-config': [
    ['POST', '/cluster', 'CreateCluster'],
    ['GET', '/cluster', 'ListClusters'],
    ['GET', '/cluster/*', 'DescribeCluster'],
    ['PUT', '/cluster', 'UpdateCluster'],
    ['DELETE', '/cluster/*', 'DeleteCluster'],
    ['POST', '/controlpanel', 'CreateControlPanel'],
    ['PUT', '/controlpanel', 'UpdateControlPanel'],
    ['GET', '/controlpanels', 'ListControlPanels'],
    ['GET', '/controlpanel/*', 'DescribeControlPanel'],
    ['DELETE', '/controlpanel/*', 'DeleteControlPanel'],
    ['GET', '/controlpanel/*/routingcontrols', 'ListRoutingControls'],
    ['GET', '/controlpanel/*/safetyrules', 'ListSafetyRules'],
    ['POST', '/routingcontrol', 'CreateRoutingControl'],
    ['PUT', '/routingcontrol', 'UpdateRoutingControl'],
    ['GET', '/routingcontrol/*', 'DescribeRoutingControl'],
    ['DELETE', '/routingcontrol/*', 'DeleteRoutingControl'],
    ['POST', '/safetyrule', 'CreateSafetyRule'],
    ['PUT', '/safetyrule', 'UpdateSafetyRule'],
    ['GET', '/safetyrule/*', 'DescribeSafetyRule'],
    ['DELETE', '/safetyrule/*', 'DeleteSafetyRule'],
  ],
};

/** Services whose resources are tagged under one path. */
const TAGS: readonly Row[] = [
  ['GET', '/tags/**', 'ListTagsForResource'],
  ['POST', '/tags/**', 'TagResource'],
  ['PUT', '/tags/**', 'TagResource'],
  ['DELETE', '/tags/**', 'UntagResource'],
];

export function restAction(
  service: string,
  method: string,
  path: string,
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
): string {
  if (service === 's3') return s3Action(method, path, query, headers);
  const segments = path.split('/').filter((segment) => segment !== '');
  const row = [...(ROWS[service] ?? []), ...TAGS].find(
    (candidate) => candidate[0] === method && fits(candidate[1], segments),
  );
  return row?.[2] ?? `${method} /${segments.map(withoutIdentifiers).join('/')}`;
}

function fits(pattern: string, segments: readonly string[]): boolean {
  const words = pattern.split('/').filter((word) => word !== '');
  if (words.at(-1) === '**')
    return segments.length >= words.length && words.slice(0, -1).every((word, i) => word === segments[i]);
  return words.length === segments.length && words.every((word, i) => word === '*' || word === segments[i]);
}

/** A segment that is an identifier would make every call another action. */
function withoutIdentifiers(segment: string): string {
  return /^[A-Za-z][A-Za-z-]*$|^\d{4}-\d{2}-\d{2}$|^v\d+$/.test(segment) ? segment : '*';
}
