import { regionsOf, resourceNames } from '@active-active/region-matrix';
import { production, synthesised } from './matrices';

const environment = production();
const { templates } = synthesised(environment);

/** Values of an attribute over all resources of a type, in all stacks. */
function values(type: string, attribute: string): readonly string[] {
  return Object.values(templates)
    .flatMap((text) => Object.values<Record<string, string>>(JSON.parse(text).resource?.[type] ?? {}))
    .map((resource) => resource[attribute] ?? '')
    .sort();
}

describe('names that AWS limits', () => {
  const names = regionsOf(environment).map((region) => resourceNames(environment, region));

  it.each([
    ['aws_lb', 'name', names.map(({ albName }) => albName)],
    ['aws_lb_target_group', 'name', names.map(({ targetGroup }) => targetGroup)],
    ['aws_ecs_service', 'name', names.map(({ service }) => service)],
    ['aws_elasticache_replication_group', 'replication_group_id', names.map((name) => name.replicationGroup)],
    ['aws_dynamodb_table', 'name', names.slice(0, 1).map(({ table }) => table)],
    ['aws_ecr_repository', 'name', names.slice(0, 1).map(({ repository }) => repository)],
    [
      'aws_s3_bucket',
      'bucket',
      names.flatMap(({ bucketAccessLogs, bucketEvacuationSwitch, bucketExperimentReports }) => [
        bucketAccessLogs,
        bucketEvacuationSwitch,
        bucketExperimentReports,
      ]),
    ],
    [
      'aws_iam_role',
      'name',
      [
        ...names.flatMap(({ taskRole, executionRole, flowLogRole }) => [taskRole, executionRole, flowLogRole]),
        ...names.flatMap(({ experimentRole, gameDayRole, gameDayScheduleRole }) => [
          experimentRole,
          gameDayRole,
          gameDayScheduleRole,
        ]),
        ...names.slice(1).map(({ replicaRole }) => replicaRole),
      ],
    ],
  ])('%s: are those that the matrix has measured', (type, attribute, expected) => {
    expect(values(type, attribute)).toEqual([...expected].sort());
  });
});
