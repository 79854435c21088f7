import { type AwsRequest, jsonBody } from '../aws-request';
import { AwsError, type ServiceOverlay } from '../overlay';
import { jsonResponse } from '../responses';

interface Template extends Record<string, unknown> {
  readonly prefix: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** By prefix. */
type Templates = Record<string, Template>;

interface Input extends Record<string, unknown> {
  readonly prefix?: string;
  readonly prefixes?: readonly string[];
  readonly appliedFor?: readonly string[];
}

const ACTIONS = new Set([
  'CreateRepositoryCreationTemplate',
  'DescribeRepositoryCreationTemplates',
  'UpdateRepositoryCreationTemplate',
  'DeleteRepositoryCreationTemplate',
]);

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html */
export function ecrCreationTemplates(): ServiceOverlay {
  return {
    service: 'ecr',
    reason: 'moto has no repository creation templates; the gateway keeps them.',
    handles: ({ action }) => ACTIONS.has(action),
    handle(request, context) {
      const templates = context.state.document<Templates>('creation-templates', {});
      const input = jsonBody<Input>(request);
      if (request.action === 'DescribeRepositoryCreationTemplates') {
        const all = Object.values(templates.read()).sort((a, b) => a.prefix.localeCompare(b.prefix));
        const wanted = all.filter(({ prefix }) => input.prefixes === undefined || input.prefixes.includes(prefix));
        return Promise.resolve(
          jsonResponse(request, { registryId: request.account, repositoryCreationTemplates: wanted }),
        );
      }
      const now = context.now().getTime() / 1000;
      const template = templates.update((draft) => change(request, input, draft, now));
      return Promise.resolve(
        jsonResponse(request, { registryId: request.account, repositoryCreationTemplate: template }),
      );
    },
  };
}

function change({ action, account }: AwsRequest, input: Input, draft: Templates, now: number): Template {
  const { prefix } = input;
  if (prefix === undefined || prefix === '') throw new AwsError('InvalidParameterException', 'prefix is required');
  const former = draft[prefix];
  if (action === 'CreateRepositoryCreationTemplate') {
    if (former !== undefined) {
      throw new AwsError(
        'TemplateAlreadyExistsException',
        `A template with the prefix '${prefix}' exists in the registry '${account}'.`,
      );
    }
    if (!input.appliedFor?.length)
      throw new AwsError('InvalidParameterException', 'appliedFor must name at least one use');
    const defaults = {
      encryptionConfiguration: { encryptionType: 'AES256' },
      imageTagMutability: 'MUTABLE',
      resourceTags: [],
    };
    return (draft[prefix] = { ...defaults, ...input, prefix, createdAt: now, updatedAt: now });
  }
  if (former === undefined) {
    throw new AwsError(
      'TemplateNotFoundException',
      `No template with the prefix '${prefix}' exists in the registry '${account}'.`,
    );
  }
  if (action === 'DeleteRepositoryCreationTemplate') {
    delete draft[prefix];
    return former;
  }
  return (draft[prefix] = { ...former, ...input, prefix, updatedAt: now });
}
