import { FisExperimentTemplate } from '@cdktf/provider-aws/lib/fis-experiment-template';
import { Construct } from 'constructs';
import type { Experiment, ExperimentAction } from './experiment';

export interface ExperimentTemplateProps {
  /** The template's `Name` tag. */
  readonly name: string;
  readonly experiment: Experiment;
  readonly roleArn: string;
  readonly stopAlarmArns: readonly string[];
  readonly logGroupArn: string;
  readonly report: { readonly bucketName: string; readonly dashboardArns: readonly string[] };
}

/** One FIS experiment template, which fails where a target is resolved to nothing, keeps a log and writes a report. */
export class ExperimentTemplate extends Construct {
  readonly templateId: string;

  constructor(scope: Construct, id: string, props: ExperimentTemplateProps) {
    super(scope, id);
    const { description, actions } = props.experiment;
    const { bucketName, dashboardArns } = props.report;
    const template = new FisExperimentTemplate(this, 'template', {
      description,
      roleArn: props.roleArn,
      stopCondition: props.stopAlarmArns.map((value) => ({ source: 'aws:cloudwatch:alarm', value })),
      action: Object.entries(actions).map(([name, action]) => ({
        name,
        actionId: action.actionId,
        parameter: pairs(action.parameters),
        target: { key: action.targetKey, value: name },
      })),
      target: Object.entries(actions).map(([name, { target }]) => targetBlock(name, target)),
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      logConfiguration: {
        logSchemaVersion: 2,
        cloudwatchLogsConfiguration: { logGroupArn: `${props.logGroupArn}:*` },
      },
      experimentReportConfiguration: {
        outputs: { s3Configuration: { bucketName, prefix: props.name } },
        ...(dashboardArns.length > 0 && {
          dataSources: { cloudwatchDashboard: dashboardArns.map((dashboardArn) => ({ dashboardArn })) },
        }),
      },
      tags: { Name: props.name },
    });
    this.templateId = template.id;
  }
}

function targetBlock(name: string, target: ExperimentAction['target']) {
  const { resourceType, resourceArns, resourceTags, filters, parameters, selectionMode } = target;
  return {
    name,
    resourceType,
    selectionMode: selectionMode ?? 'ALL',
    ...(resourceArns && { resourceArns: [...resourceArns] }),
    ...(resourceTags && { resourceTag: pairs(resourceTags) }),
    ...(filters && { filter: filters.map(({ path, values }) => ({ path, values: [...values] })) }),
    ...(parameters && { parameters: { ...parameters } }),
  };
}

function pairs(record: Readonly<Record<string, string>> = {}): { key: string; value: string }[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}
