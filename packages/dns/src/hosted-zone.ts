import { refuse } from '@active-active/construct-kit';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';
import { domainNameProblem, outsideZoneProblem } from './names';
import type { RecordPolicy } from './latency-routing-props';

/**
 * Names under which AWS Certificate Manager looks for itself in a CAA record.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html
 */
const AMAZON_AUTHORITIES = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/** Which name carries the CAA record. It holds for that name and for all names below it that have none of their own. */
export type CaaPlacement = 'zone' | 'record' | 'none';

export interface HostedZoneProps {
  /** Domain name of the public hosted zone, lower case, no trailing dot: `myapp.com`. */
  readonly zoneName: string;
  /** Name that clients use: the zone's own or one below it. */
  readonly recordName: string;
  /** How {@link recordName} is answered; a CNAME leaves no room for a CAA record of the same name. */
  readonly recordPolicy: RecordPolicy;
  /**
   * Whether to make the zone. `false` looks up a public zone of the account by its name and leaves its other records
   * as they are.
   * @default true
   */
  readonly create?: boolean;
  /**
   * Name that carries the CAA record: `'zone'` binds every name of the zone to Amazon's certificates, `'record'` only
   * `recordName` and the names below it, `'none'` lets any authority issue.
   * @default - 'zone' for a zone made here; for one looked up 'record', or 'none' where recordName is a CNAME
   */
  readonly caa?: CaaPlacement;
  /**
   * Where authorities report refused requests: `mailto:` or `https:` URL.
   * @default - no report asked for
   */
  readonly caaReportUrl?: string;
  /**
   * Whether destroying the zone fails while it holds records that are not Terraform's. A zone made again gets other
   * name servers, so its domain is dark until the registrar has them. `false` deletes all records with the zone.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

export interface HostedZoneOutputs {
  readonly zoneId: string;
  readonly zoneName: string;
  /** Name servers that the domain's registrar, or the parent zone, must delegate to. */
  readonly nameServers: string[];
}

/**
 * A public hosted zone, made or looked up, and the CAA record that lets only Amazon issue certificates.
 *
 * @throws ConstructError when a name is malformed, `recordName` lies outside the zone, or the CAA record has no place
 */
export class HostedZone extends Construct {
  readonly outputs: HostedZoneOutputs;

  constructor(scope: Construct, id: string, props: HostedZoneProps) {
    super(scope, id);
    const placement = props.caa ?? defaultPlacement(props);
    refuse(this, problemsOf(props, placement));

    const { zoneName } = props;
    const zone =
      (props.create ?? true)
        ? new Route53Zone(this, 'zone', {
            name: zoneName,
            comment: `Public names of ${zoneName}`,
            forceDestroy: !(props.deletionProtection ?? true),
          })
        : new DataAwsRoute53Zone(this, 'zone', { name: zoneName, privateZone: false });

    if (placement !== 'none') {
      new Route53Record(this, 'caa', {
        zoneId: zone.zoneId,
        name: placement === 'zone' ? zoneName : props.recordName,
        type: 'CAA',
        ttl: 300,
        records: caaRecords(props.caaReportUrl),
        allowOverwrite: false,
      });
    }
    this.outputs = { zoneId: zone.zoneId, zoneName, nameServers: zone.nameServers };
  }
}

function defaultPlacement({ create, recordPolicy }: HostedZoneProps): CaaPlacement {
  if (create ?? true) return 'zone';
  return recordPolicy === 'cname' ? 'none' : 'record';
}

function caaRecords(reportUrl: string | undefined): string[] {
  const issuers = ['issue', 'issuewild'].flatMap((tag) => AMAZON_AUTHORITIES.map((name) => `0 ${tag} "${name}"`));
  return reportUrl === undefined ? issuers : [...issuers, `0 iodef "${reportUrl}"`];
}

function problemsOf(props: HostedZoneProps, placement: CaaPlacement): (string | false)[] {
  const { zoneName, recordName, caaReportUrl } = props;
  return [
    domainNameProblem('zoneName', zoneName),
    domainNameProblem('recordName', recordName),
    outsideZoneProblem(recordName, zoneName),
    placement === 'record' &&
      props.recordPolicy === 'cname' &&
      `caa 'record' puts a CAA record at '${recordName}', which is a CNAME and allows no other record of its name; ` +
        `give 'zone' or 'none'`,
    placement === 'none' &&
      caaReportUrl !== undefined &&
      `caaReportUrl '${caaReportUrl}' needs a CAA record and there is none; leave it out, or give caa 'zone'`,
    caaReportUrl !== undefined &&
      !/^(mailto:|https:\/\/)[^\s"]+$/.test(caaReportUrl) &&
      `caaReportUrl '${caaReportUrl}' is no address that authorities report to; give a mailto: or https: URL`,
  ];
}
