import { AwsError } from '../../overlay';
import type { StateDocument, StateView } from '../../state-store';
import type { XmlElements } from '../../xml';
import { type Call, type Tags, invalidValue } from './call';
import {
  globalGroups,
  parameterGroups,
  replicationGroups,
  snapshots,
  subnetGroups,
  userGroups,
  users,
} from './records';

const MOST_TAGS = 50;

type Tagged = Record<string, { tags: Tags }>;

interface Kind {
  readonly documents: (state: StateView) => StateDocument<Tagged>;
  readonly notFound: string;
  readonly status?: number;
}

/** What has tags, by the part of the ARN that names the kind. */
const KINDS: Readonly<Record<string, Kind>> = {
  subnetgroup: { documents: subnetGroups as Kind['documents'], notFound: 'CacheSubnetGroupNotFoundFault', status: 400 },
  parametergroup: { documents: parameterGroups as Kind['documents'], notFound: 'CacheParameterGroupNotFound' },
  user: { documents: users as Kind['documents'], notFound: 'UserNotFound' },
  usergroup: { documents: userGroups as Kind['documents'], notFound: 'UserGroupNotFound' },
  replicationgroup: { documents: replicationGroups as Kind['documents'], notFound: 'ReplicationGroupNotFoundFault' },
  snapshot: { documents: snapshots as Kind['documents'], notFound: 'SnapshotNotFoundFault' },
  globalreplicationgroup: {
    documents: globalGroups as Kind['documents'],
    notFound: 'GlobalReplicationGroupNotFoundFault',
  },
};

export function listTags(call: Call): XmlElements {
  const { kind, id } = resourceOf(call);
  return tagList(found(kind.documents(call.state).read(), kind, id).tags);
}

export function addTags(call: Call): XmlElements {
  const added = call.tags;
  return change(call, (tags) => ({ ...tags, ...added }));
}

export function removeTags(call: Call): XmlElements {
  const keys = call.list('TagKeys');
  return change(call, (tags) => {
    const missing = keys.find((key) => tags[key] === undefined);
    if (missing !== undefined) throw new AwsError('TagNotFound', `Tag ${missing} not found.`, 404);
    return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
  });
}

function change(call: Call, apply: (tags: Tags) => Tags): XmlElements {
  const { kind, id } = resourceOf(call);
  const tags = kind.documents(call.state).update((draft) => {
    const record = found(draft, kind, id);
    record.tags = apply(record.tags);
    if (Object.keys(record.tags).length > MOST_TAGS) {
      throw new AwsError('TagQuotaPerResourceExceeded', `A resource has at most ${MOST_TAGS} tags.`);
    }
    return record.tags;
  });
  return tagList(tags);
}

/** A node is tagged through its group; AWS keeps both in step. */
function resourceOf(call: Call): { readonly kind: Kind; readonly id: string } {
  const arn = call.required('ResourceName');
  const [, , service, , , name = '', ...rest] = arn.split(':');
  const id = rest.join(':');
  const kind = KINDS[name === 'cluster' ? 'replicationgroup' : name];
  if (service !== 'elasticache' || kind === undefined || id === '')
    throw new AwsError('InvalidARN', `The ARN ${arn} is not valid.`);
  if (name === 'globalreplicationgroup' && arn.split(':')[3] !== '')
    throw invalidValue(`The ARN ${arn} of a Global datastore has no region.`);
  return { kind, id: name === 'cluster' ? id.replace(/-\d{3}$/, '') : id };
}

function found(all: Tagged, kind: Kind, id: string): { tags: Tags } {
  const record = all[id];
  if (record === undefined) throw new AwsError(kind.notFound, `${id} not found.`, kind.status ?? 404);
  return record;
}

function tagList(tags: Tags): XmlElements {
  return { TagList: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
}
