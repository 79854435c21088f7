import { AwsError } from '../../overlay';
import type { StateView } from '../../state-store';
import type { XmlElements } from '../../xml';
import { type Call, invalidValue } from './call';
import { FAMILIES } from './engine';
import { type ParameterGroup, parameterGroups, replicationGroups } from './records';

export function createParameterGroup(call: Call): XmlElements {
  const name = call.required('CacheParameterGroupName').toLowerCase();
  const family = call.required('CacheParameterGroupFamily');
  if (!FAMILIES.some((known) => known === family))
    throw invalidValue(`CacheParameterGroupFamily ${family} is not a valid parameter group family.`);
  const group = addParameterGroup(call.state, {
    name,
    family,
    description: call.required('Description'),
    isGlobal: false,
    tags: call.tags,
  });
  return { CacheParameterGroup: render(call, group) };
}

export function modifyParameterGroup(call: Call): XmlElements {
  const changes = call.structures('ParameterNameValues');
  if (changes.length === 0) throw invalidValue('The parameter ParameterNameValues must be provided.');
  return change(call, (group) => {
    for (const { ParameterName = '', ParameterValue = '' } of changes) group.parameters[ParameterName] = ParameterValue;
  });
}

export function resetParameterGroup(call: Call): XmlElements {
  const names = call.structures('ParameterNameValues').map(({ ParameterName = '' }) => ParameterName);
  return change(call, (group) => {
    if (call.flag('ResetAllParameters') === true) group.parameters = {};
    for (const name of names) delete group.parameters[name];
  });
}

export function deleteParameterGroup(call: Call): XmlElements {
  const name = call.required('CacheParameterGroupName').toLowerCase();
  refuseDefault(name);
  const user = Object.values(replicationGroups(call.state).read()).find(
    ({ parameterGroup }) => parameterGroup === name,
  );
  parameterGroups(call.state).update((draft) => {
    found(draft, name);
    if (user !== undefined) {
      const message = `One or more cache clusters are still using the parameter group ${name}, such as those of ${user.id}.`;
      throw new AwsError('InvalidCacheParameterGroupState', message);
    }
    delete draft[name];
  });
  return {};
}

export function describeParameterGroups(call: Call): XmlElements {
  const name = call.text('CacheParameterGroupName')?.toLowerCase();
  const all = withDefaults(parameterGroups(call.state).read());
  const groups = name === undefined ? Object.values(all) : [found(all, name)];
  return { CacheParameterGroups: { CacheParameterGroup: groups.map((group) => render(call, group)) } };
}

/** Lists what was changed. The engines' own defaults, several hundred, are not listed. */
export function describeParameters(call: Call): XmlElements {
  const group = parameterGroupNamed(call.state, call.required('CacheParameterGroupName'));
  const source = call.text('Source') ?? 'user';
  const parameters = Object.entries(source === 'user' ? group.parameters : {}).map(
    ([ParameterName, ParameterValue]) => ({
      ParameterName,
      ParameterValue,
      Source: 'user',
      DataType: 'string',
      IsModifiable: true,
      ChangeType: 'immediate',
    }),
  );
  return { Parameters: { Parameter: parameters } };
}

/** @throws CacheParameterGroupNotFound */
export function parameterGroupNamed(state: StateView, name: string): ParameterGroup {
  return found(withDefaults(parameterGroups(state).read()), name.toLowerCase());
}

/** @throws CacheParameterGroupAlreadyExists */
export function addParameterGroup(state: StateView, given: Omit<ParameterGroup, 'parameters'>): ParameterGroup {
  return parameterGroups(state).update((draft) => {
    if (withDefaults(draft)[given.name] !== undefined) {
      throw new AwsError('CacheParameterGroupAlreadyExists', `Cache parameter group ${given.name} already exists.`);
    }
    return (draft[given.name] = { ...given, parameters: {} });
  });
}

/**
 * The group that AWS makes of its own for a member of a Global Datastore, and returns instead of the one that the
 * replication group was made with. It outlives the membership; Terraform deletes it with the replication group.
 */
export function globalParameterGroup(state: StateView, replicationGroupId: string, family: string): string {
  const name = `global-datastore-${replicationGroupId}`;
  const description = 'Parameter group for a Global datastore';
  parameterGroups(state).update(
    (draft) => void (draft[name] ??= { name, family, description, isGlobal: true, parameters: {}, tags: {} }),
  );
  return name;
}

function change(call: Call, apply: (group: ParameterGroup) => void): XmlElements {
  const name = call.required('CacheParameterGroupName').toLowerCase();
  refuseDefault(name);
  parameterGroups(call.state).update((draft) => apply(found(draft, name)));
  return { CacheParameterGroupName: name };
}

function refuseDefault(name: string): void {
  if (name.startsWith('default.'))
    throw invalidValue(`The default parameter group ${name} cannot be changed or deleted.`);
}

function withDefaults(own: Record<string, ParameterGroup>): Record<string, ParameterGroup> {
  const defaults = FAMILIES.flatMap((family) =>
    ['', '.cluster.on'].map((mode): [string, ParameterGroup] => {
      const name = `default.${family}${mode}`;
      return [
        name,
        {
          name,
          family,
          description: `Default parameter group for ${family}`,
          isGlobal: false,
          parameters: {},
          tags: {},
        },
      ];
    }),
  );
  return { ...Object.fromEntries(defaults), ...own };
}

function found(groups: Record<string, ParameterGroup>, name: string): ParameterGroup {
  const group = groups[name];
  if (group === undefined)
    throw new AwsError('CacheParameterGroupNotFound', `CacheParameterGroup not found: ${name}`, 404);
  return group;
}

function render(call: Call, group: ParameterGroup): XmlElements {
  return {
    CacheParameterGroupName: group.name,
    CacheParameterGroupFamily: group.family,
    Description: group.description,
    IsGlobal: group.isGlobal,
    ARN: call.arn('parametergroup', group.name),
  };
}
