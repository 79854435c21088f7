import { randomUUID } from 'node:crypto';
import { type AwsRequest, type AwsResponse, jsonBody } from '../../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { jsonResponse } from '../../responses';
import { type Tags, arnOfTagPath, changedTags } from '../../tags';
import { permitsLink } from './sink-policy';
import { type Link, type Sink, ownedBy, regionOf } from './sinks-and-links';

interface Input {
  readonly Name?: string;
  readonly Identifier?: string;
  readonly SinkIdentifier?: string;
  readonly Policy?: string;
  readonly LabelTemplate?: string;
  readonly ResourceTypes?: readonly string[];
  readonly LinkConfiguration?: object;
  readonly IncludeTags?: boolean;
  readonly Tags?: Tags;
}

const ACTIONS: Readonly<Record<string, (call: Call) => object>> = {
  CreateSink: createSink,
  GetSink: (call) => sinkView(ownSink(call)),
  ListSinks: ({ sinks, request }) => ({
    Items: ownedBy(sinks.read(), request.account).map(({ Arn, Id, Name }) => ({ Arn, Id, Name })),
  }),
  DeleteSink: deleteSink,
  PutSinkPolicy: putSinkPolicy,
  GetSinkPolicy: getSinkPolicy,
  CreateLink: createLink,
  GetLink: (call) => ownLink(call),
  UpdateLink: updateLink,
  ListLinks: ({ links, request }) => ({ Items: ownedBy(links.read(), request.account).map(listed) }),
  ListAttachedLinks: (call) => ({
    Items: attached(call, ownSink(call).Arn).map(({ Arn, Label, ResourceTypes }) => ({
      LinkArn: Arn,
      Label,
      ResourceTypes,
    })),
  }),
  DeleteLink: deleteLink,
  ListTagsForResource: (call) => ({ Tags: tagged(call).Tags }),
  TagResource: changeTags,
  UntagResource: changeTags,
};

/** A source account may send what it observes to this many sinks in a region. */
const LINKS_PER_ACCOUNT = 5;

type Call = ReturnType<typeof callOf>;

/** https://docs.aws.amazon.com/OAM/latest/APIReference/Welcome.html */
export function oamObservabilityAccess(): ServiceOverlay {
  return {
    service: 'oam',
    reason:
      'no emulator knows sinks and links; the gateway keeps those of all accounts, a region apart from the others, and shares no telemetry.',
    handles: ({ action }) => Object.hasOwn(ACTIONS, action),
    handle(request, context) {
      const output = ACTIONS[request.action]?.(callOf(request, context)) ?? {};
      return Promise.resolve<AwsResponse>(jsonResponse(request, output));
    },
  };
}

function callOf(request: AwsRequest, { state }: OverlayContext) {
  const input = request.action.includes('Tag') ? {} : jsonBody<Input>(request);
  return { request, input, ...regionOf(state) };
}

function createSink({ request, input, sinks }: Call): object {
  const { Name, Tags: tags = {} } = input;
  if (!Name) throw missing('Name');
  if (ownedBy(sinks.read(), request.account).length > 0) {
    throw new AwsError('ConflictException', `the account has a sink in ${request.region}; there can be one`, 409);
  }
  const Id = randomUUID();
  const sink: Sink = { Arn: `arn:aws:oam:${request.region}:${request.account}:sink/${Id}`, Id, Name, Tags: tags };
  sinks.update((draft) => void (draft[sink.Arn] = sink));
  return sinkView(sink);
}

function deleteSink(call: Call): object {
  const { Arn } = ownSink(call);
  if (attached(call, Arn).length > 0)
    throw new AwsError('ConflictException', 'the sink has links; delete them first', 409);
  call.sinks.update((draft) => void delete draft[Arn]);
  return {};
}

function putSinkPolicy(call: Call): object {
  const { Policy } = call.input;
  if (!Policy) throw missing('Policy');
  try {
    permitsLink(Policy, '', []);
  } catch {
    throw new AwsError('InvalidParameterException', 'the policy is no valid JSON');
  }
  const sink = ownSink(call);
  call.sinks.update((draft) => void (draft[sink.Arn] = { ...sink, Policy }));
  return { Policy, SinkArn: sink.Arn, SinkId: sink.Id };
}

function getSinkPolicy(call: Call): object {
  const { Arn, Id, Policy } = ownSink(call);
  if (Policy === undefined) throw notFound('the sink has no policy');
  return { Policy, SinkArn: Arn, SinkId: Id };
}

function createLink(call: Call): object {
  const { request, input, sinks, links } = call;
  const { SinkIdentifier, LabelTemplate, ResourceTypes, LinkConfiguration, Tags: tags = {} } = input;
  if (!SinkIdentifier) throw missing('SinkIdentifier');
  if (!LabelTemplate) throw missing('LabelTemplate');
  if (!ResourceTypes?.length) throw missing('ResourceTypes');
  const sink = sinks.read()[SinkIdentifier];
  if (sink === undefined || sink.Policy === undefined || !permitsLink(sink.Policy, request.account, ResourceTypes)) {
    // The same answer for a sink that is not there: an account learns nothing of another's.
    throw new AwsError(
      'AccessDeniedException',
      `account ${request.account} is not authorized to perform oam:CreateLink on ${SinkIdentifier}`,
      403,
    );
  }
  const own = ownedBy(links.read(), request.account);
  if (own.some(({ SinkArn }) => SinkArn === SinkIdentifier))
    throw new AwsError('ConflictException', 'the account has a link to this sink', 409);
  if (own.length >= LINKS_PER_ACCOUNT) {
    throw new AwsError(
      'ServiceQuotaExceededException',
      `an account can have ${LINKS_PER_ACCOUNT} links in a region`,
      429,
    );
  }
  const Id = randomUUID();
  const link: Link = {
    Arn: `arn:aws:oam:${request.region}:${request.account}:link/${Id}`,
    Id,
    Label: labelOf(LabelTemplate, request.account),
    LabelTemplate,
    ResourceTypes,
    SinkArn: SinkIdentifier,
    ...(LinkConfiguration === undefined ? {} : { LinkConfiguration }),
    Tags: tags,
  };
  links.update((draft) => void (draft[link.Arn] = link));
  return link;
}

/** An account has no name and no address here: its number stands for both. */
function labelOf(template: string, account: string): string {
  return template.replace(/\$AccountEmailNoDomain|\$AccountEmail|\$AccountName/g, account);
}

function updateLink(call: Call): object {
  const { ResourceTypes, LinkConfiguration } = call.input;
  if (!ResourceTypes?.length) throw missing('ResourceTypes');
  const link = ownLink(call);
  const policy = call.sinks.read()[link.SinkArn]?.Policy;
  if (policy === undefined || !permitsLink(policy, call.request.account, ResourceTypes)) {
    throw new AwsError(
      'AccessDeniedException',
      `the policy of ${link.SinkArn} does not permit these resource types`,
      403,
    );
  }
  const next = { ...link, ResourceTypes, ...(LinkConfiguration === undefined ? {} : { LinkConfiguration }) };
  call.links.update((draft) => void (draft[link.Arn] = next));
  return next;
}

function deleteLink(call: Call): object {
  const { Arn } = ownLink(call);
  call.links.update((draft) => void delete draft[Arn]);
  return {};
}

function tagged({ request, sinks, links }: Call): Sink | Link {
  const arn = arnOfTagPath(request.path);
  const found = sinks.read()[arn] ?? links.read()[arn];
  if (found === undefined) throw notFound(`no sink or link has the ARN ${arn}`);
  return found;
}

function changeTags(call: Call): object {
  const found = tagged(call);
  const next = changedTags(call.request, found.Tags, 'Tags');
  if ('SinkArn' in found) call.links.update((draft) => void (draft[found.Arn] = { ...found, Tags: next }));
  else call.sinks.update((draft) => void (draft[found.Arn] = { ...found, Tags: next }));
  return {};
}

/** The id alone names a resource of the caller's account. */
function ownSink({ request, input, sinks }: Call): Sink {
  const wanted = input.Identifier ?? input.SinkIdentifier ?? '';
  const found = ownedBy(sinks.read(), request.account).find(({ Arn, Id }) => Arn === wanted || Id === wanted);
  if (found === undefined) throw notFound(`no sink ${wanted} in ${request.region}`);
  return found;
}

function ownLink({ request, input, links }: Call): Link {
  const wanted = input.Identifier ?? '';
  const found = ownedBy(links.read(), request.account).find(({ Arn, Id }) => Arn === wanted || Id === wanted);
  if (found === undefined) throw notFound(`no link ${wanted} in ${request.region}`);
  return found;
}

function attached({ links }: Call, sinkArn: string): Link[] {
  return Object.values(links.read()).filter(({ SinkArn }) => SinkArn === sinkArn);
}

function sinkView({ Policy: _policy, ...sink }: Sink): object {
  return sink;
}

function listed({ Arn, Id, Label, ResourceTypes, SinkArn }: Link): object {
  return { Arn, Id, Label, ResourceTypes, SinkArn };
}

function missing(name: string): AwsError {
  return new AwsError('MissingRequiredParameterException', `${name} is required`);
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404);
}
