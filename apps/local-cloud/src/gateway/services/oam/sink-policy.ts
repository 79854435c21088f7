interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | { readonly AWS?: string | readonly string[] };
  readonly Action?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const RESOURCE_TYPES = 'oam:ResourceTypes';

/**
 * Whether a sink's policy lets an account link these types of resources. Conditions on the organization are taken as
 * met: the local cloud knows no organization.
 */
export function permitsLink(policy: string, account: string, resourceTypes: readonly string[]): boolean {
  const { Statement: given } = JSON.parse(policy) as { readonly Statement?: Statement | readonly Statement[] };
  const statements = [given ?? []].flat() as Statement[];
  const applying = statements.filter(
    (statement) => names(statement, account) && hasAction(statement) && allowsTypes(statement, resourceTypes),
  );
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny');
}

function names({ Principal }: Statement, account: string): boolean {
  if (Principal === '*') return true;
  const principals = typeof Principal === 'object' ? [Principal.AWS ?? []].flat() : [];
  return principals.some((one) => one === '*' || one === account || one.startsWith(`arn:aws:iam::${account}:`));
}

function hasAction({ Action }: Statement): boolean {
  return [Action ?? []].flat().some((one) => ['*', 'oam:*', 'oam:createlink'].includes(one.toLowerCase()));
}

function allowsTypes({ Condition }: Statement, wanted: readonly string[]): boolean {
  return Object.entries(Condition ?? {}).every(([operator, keys]) => {
    const allowed = keys[RESOURCE_TYPES];
    if (allowed === undefined) return true;
    const listed = [allowed].flat();
    return operator.startsWith('ForAnyValue')
      ? wanted.some((type) => listed.includes(type))
      : wanted.every((type) => listed.includes(type));
  });
}
