import { refuse, tooLong } from '@active-active/construct-kit';
import { XrayGroup } from '@cdktf/provider-aws/lib/xray-group';
import { XraySamplingRule } from '@cdktf/provider-aws/lib/xray-sampling-rule';
import { Construct } from 'constructs';

export interface TracingProps {
  /** Prefix of the names of groups and rules, at most 19 characters: `production-use1`. */
  readonly name: string;
  /** Name of the service in traces, the value of `OTEL_SERVICE_NAME`, such as `orders-api`. */
  readonly applicationName: string;
  /** Paths of health checks, which are not traced; `*` and `?` are wildcards. */
  readonly healthPaths: readonly string[];
  /**
   * Seconds after which a request counts as slow.
   * @default 1
   */
  readonly slowSeconds?: number;
  /**
   * Requests a second that are traced in any case, over all tasks of the region; a whole number from 0.
   * @default 1
   */
  readonly reservoirSize?: number;
  /**
   * Share of further requests that is traced, 0 to 1.
   * @default 0.05
   */
  readonly fixedRate?: number;
}

export interface TracingOutputs {
  /** Names of the X-Ray groups. */
  readonly groupNames: { readonly faults: string; readonly slow: string; readonly crossRegion: string };
}

/** What is not a health check. */
const REQUESTS = 'requests';

/** Longest name of a group and of a rule that X-Ray accepts. */
const LONGEST_NAME = 32;

/**
 * X-Ray groups of one region, and the rules by which its requests are sampled. Traces are regional: a forwarded write is
 * one trace in two regions, under one trace id.
 *
 * Sampling rules bind only SDKs that ask for them, through the collector's `awsproxy`; one with a sampler of its own
 * ignores them.
 *
 * @throws ConstructError that names every problem at once
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export class Tracing extends Construct {
  readonly outputs: TracingOutputs;

  constructor(scope: Construct, id: string, props: TracingProps) {
    super(scope, id);
    const { name, applicationName, healthPaths, slowSeconds = 1, reservoirSize = 1, fixedRate = 0.05 } = props;
    const paths = [...new Set(healthPaths)];
    refuse(this, [
      tooLong('X-Ray group name', `${name}-cross-region`, LONGEST_NAME),
      !/^[\w.:/%&#=+@ -]{1,64}$/.test(applicationName) &&
        `applicationName '${applicationName}' cannot stand in a filter expression; give up to 64 letters, digits, spaces and _.:/%&#=+-@, such as 'orders-api'`,
      !(slowSeconds > 0) && `slowSeconds ${slowSeconds} is no time; give seconds above 0, such as 1`,
      !(Number.isInteger(reservoirSize) && reservoirSize >= 0) &&
        `reservoirSize ${reservoirSize} is no number of requests; give a whole number from 0`,
      !(fixedRate >= 0 && fixedRate <= 1) && `fixedRate ${fixedRate} is no share of requests; give one from 0 to 1`,
      ...paths.flatMap((path, index) => [
        !/^\/\S{0,127}$/.test(path) &&
          `healthPaths has '${path}', which is no path; give up to 128 characters that start with '/'`,
        tooLong('X-Ray sampling rule name', `${name}-${pathKey(path)}`, LONGEST_NAME),
        [...paths.slice(0, index), REQUESTS].some((other) => pathKey(other) === pathKey(path)) &&
          `healthPaths has '${path}', whose rule would be named '${name}-${pathKey(path)}' like another's; leave it out, or give one path with wildcards for both`,
      ]),
    ]);
    const service = `service("${applicationName}")`;
    this.outputs = {
      groupNames: {
        faults: this.group('faults', `${name}-faults`, `${service} { fault }`),
        slow: this.group('slow', `${name}-slow`, `${service} { responsetime > ${slowSeconds} }`),
        crossRegion: this.group('cross-region', `${name}-cross-region`, `${service} AND annotation[forwarded] = true`),
      },
    };
    for (const path of paths) {
      this.rule(`health-${pathKey(path)}`, `${name}-${pathKey(path)}`, applicationName, {
        priority: 100,
        urlPath: path,
        reservoirSize: 0,
        fixedRate: 0,
      });
    }
    this.rule(REQUESTS, `${name}-${REQUESTS}`, applicationName, {
      priority: 1_000,
      urlPath: '*',
      reservoirSize,
      fixedRate,
    });
  }

  private group(id: string, groupName: string, filterExpression: string): string {
    new XrayGroup(this, id, {
      groupName,
      filterExpression,
      // X-Ray returns both; left out, each plan would see a difference. Insights are billed by the trace.
      insightsConfiguration: { insightsEnabled: false, notificationsEnabled: false },
    });
    return groupName;
  }

  private rule(
    id: string,
    ruleName: string,
    serviceName: string,
    sampling: { priority: number; urlPath: string; reservoirSize: number; fixedRate: number },
  ): void {
    new XraySamplingRule(this, id, {
      ruleName,
      serviceName,
      ...sampling,
      serviceType: '*',
      host: '*',
      httpMethod: '*',
      resourceArn: '*',
      version: 1,
    });
  }
}

/** A path as part of a name: the name comes from the path, so that another path changes no other rule. */
function pathKey(path: string): string {
  return path.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'root';
}
