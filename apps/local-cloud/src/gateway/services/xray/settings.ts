import { createHash } from 'node:crypto';
import { type AwsRequest, type AwsResponse, jsonBody } from '../../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { jsonResponse } from '../../responses';
import { type GroupInput, type Groups, createGroup, findGroup, updateGroup } from './groups';
import {
  DEFAULT_RULE,
  type RuleInput,
  type RuleRecords,
  createRule,
  defaultRule,
  findRule,
  updateRule,
} from './sampling-rules';

const ACTIONS = new Set([
  'CreateGroup',
  'GetGroup',
  'GetGroups',
  'UpdateGroup',
  'DeleteGroup',
  'CreateSamplingRule',
  'GetSamplingRules',
  'GetSamplingTargets',
  'UpdateSamplingRule',
  'DeleteSamplingRule',
  'GetEncryptionConfig',
  'PutEncryptionConfig',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
]);

type TagList = readonly { readonly Key: string; readonly Value: string }[];
/** By the ARN of a group or a rule. */
type TagsOf = Record<string, TagList>;

interface Input extends GroupInput {
  readonly SamplingRule?: RuleInput;
  readonly SamplingRuleUpdate?: RuleInput;
  readonly RuleName?: string;
  readonly RuleARN?: string;
  readonly SamplingStatisticsDocuments?: readonly { readonly RuleName: string }[];
  readonly Type?: string;
  readonly KeyId?: string;
  readonly Tags?: TagList;
  readonly ResourceARN?: string;
  readonly TagKeys?: readonly string[];
}

/** Seconds that a sampler may use what it is told, and after which it asks again. */
const QUOTA_SECONDS = 30;
const INTERVAL_SECONDS = 10;

export function xraySettings(): ServiceOverlay {
  return {
    service: 'xray',
    reason:
      'moto takes trace segments and knows neither groups nor sampling rules; the gateway keeps these, with the encryption setting.',
    handles: ({ action }) => ACTIONS.has(action),
    handle: (request, context) => Promise.resolve(answer(request, jsonBody<Input>(request), context)),
  };
}

function answer(request: AwsRequest, input: Input, context: OverlayContext): AwsResponse {
  const { state } = context;
  const groups = state.document<Groups>('groups', {});
  const rules = state.document<RuleRecords>('sampling-rules', {
    [DEFAULT_RULE]: defaultRule(arnOf(request, 'sampling-rule', DEFAULT_RULE)),
  });
  const encryption = state.document('encryption', { Type: 'NONE' as string, KeyId: undefined as string | undefined });
  const tags = state.document<TagsOf>('tags', {});
  const now = context.now().getTime() / 1000;
  const json = (body: object) => jsonResponse(request, body);
  switch (request.action) {
    case 'CreateGroup': {
      const group = groups.update((draft) => createGroup(draft, input, (name) => arnOf(request, 'group', name)));
      tags.update((draft) => void (draft[group.GroupARN] = input.Tags ?? []));
      return json({ Group: group });
    }
    case 'GetGroup':
      return json({ Group: findGroup(groups.read(), input) });
    case 'GetGroups':
      return json({ Groups: Object.values(groups.read()) });
    case 'UpdateGroup':
      return json({ Group: groups.update((draft) => updateGroup(draft, input)) });
    case 'DeleteGroup': {
      const { GroupARN } = findGroup(groups.read(), input);
      groups.update((draft) => void delete draft[GroupARN]);
      tags.update((draft) => void delete draft[GroupARN]);
      return json({});
    }
    case 'CreateSamplingRule': {
      const given = input.SamplingRule ?? {};
      const record = rules.update((draft) =>
        createRule(draft, given, (name) => arnOf(request, 'sampling-rule', name), now),
      );
      tags.update((draft) => void (draft[record.SamplingRule.RuleARN] = input.Tags ?? []));
      return json({ SamplingRuleRecord: record });
    }
    case 'GetSamplingRules':
      return json({ SamplingRuleRecords: Object.values(rules.read()) });
    case 'GetSamplingTargets':
      return json(samplingTargets(rules.read(), input, now));
    case 'UpdateSamplingRule':
      return json({
        SamplingRuleRecord: rules.update((draft) => updateRule(draft, input.SamplingRuleUpdate ?? {}, now)),
      });
    case 'DeleteSamplingRule': {
      const record = findRule(rules.read(), input);
      const { RuleName, RuleARN } = record.SamplingRule;
      if (RuleName === DEFAULT_RULE)
        throw new AwsError('InvalidRequestException', 'the Default rule cannot be deleted');
      rules.update((draft) => void delete draft[RuleName]);
      tags.update((draft) => void delete draft[RuleARN]);
      return json({ SamplingRuleRecord: record });
    }
    case 'PutEncryptionConfig':
      encryption.update((draft) => {
        if (input.Type !== 'NONE' && input.Type !== 'KMS')
          throw new AwsError('InvalidRequestException', 'Type must be NONE or KMS');
        if (input.Type === 'KMS' && !input.KeyId)
          throw new AwsError('InvalidRequestException', 'KeyId is required for the type KMS');
        draft.Type = input.Type;
        draft.KeyId = input.Type === 'KMS' ? input.KeyId : undefined;
      });
      return json({ EncryptionConfig: { ...encryption.read(), Status: 'ACTIVE' } });
    case 'GetEncryptionConfig':
      return json({ EncryptionConfig: { ...encryption.read(), Status: 'ACTIVE' } });
    default:
      return json(
        changeTags(request.action, input, tags.read(), (arn, next) => tags.update((draft) => void (draft[arn] = next))),
      );
  }
}

/** The last part is drawn at random on AWS; taken from the name it needs no memory. */
function arnOf({ region, account }: AwsRequest, kind: 'group' | 'sampling-rule', name: string): string {
  const suffix =
    kind === 'group' ? `/${createHash('sha256').update(name).digest('hex').slice(0, 52).toUpperCase()}` : '';
  return `arn:aws:xray:${region}:${account}:${kind}/${name}${suffix}`;
}

/** What a sampler may do until it asks again: the whole reservoir is its own, since nobody else draws from it here. */
function samplingTargets(
  rules: RuleRecords,
  { SamplingStatisticsDocuments: documents = [] }: Input,
  now: number,
): object {
  const known = documents.flatMap(({ RuleName }) =>
    rules[RuleName] === undefined ? [] : [rules[RuleName].SamplingRule],
  );
  return {
    SamplingTargetDocuments: known.map(({ RuleName, FixedRate, ReservoirSize }) => ({
      RuleName,
      FixedRate,
      ReservoirQuota: ReservoirSize,
      ReservoirQuotaTTL: now + QUOTA_SECONDS,
      Interval: INTERVAL_SECONDS,
    })),
    LastRuleModification: Math.max(...Object.values(rules).map(({ ModifiedAt }) => ModifiedAt)),
    UnprocessedStatistics: documents
      .filter(({ RuleName }) => rules[RuleName] === undefined)
      .map(({ RuleName }) => ({ RuleName, ErrorCode: '404', Message: 'Sampling rule not found' })),
  };
}

function changeTags(action: string, input: Input, all: TagsOf, save: (arn: string, tags: TagList) => void): object {
  const arn = input.ResourceARN ?? '';
  const current = all[arn];
  if (current === undefined)
    throw new AwsError('ResourceNotFoundException', `no group or sampling rule has the ARN ${arn}`, 404);
  if (action === 'ListTagsForResource') return { Tags: current };
  const replaced = new Set([...(input.Tags ?? []).map(({ Key }) => Key), ...(input.TagKeys ?? [])]);
  save(arn, [...current.filter(({ Key }) => !replaced.has(Key)), ...(input.Tags ?? [])]);
  return {};
}
