import { blocks, type PlannedResource } from './resources';

/** A statement of a policy document, with its lists spelled out. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** `*`, ARNs, service principals. */
  readonly principals: readonly string[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Attributes that hold a policy document. */
const DOCUMENTS: readonly string[] = ['policy', 'assume_role_policy', 'access_policy', 'repository_policy'];

/** The statements of each policy document of a resource; trust policies included. */
export function statementsOf({ values }: PlannedResource): readonly Statement[] {
  const inline = blocks(values['inline_policy']).map(({ policy }) => policy);
  return [...DOCUMENTS.map((name) => values[name]), ...inline].flatMap(documentStatements);
}

/** The statements of one document; none for what is no literal document. */
export function documentStatements(document: unknown): readonly Statement[] {
  if (typeof document !== 'string' || !document.trimStart().startsWith('{')) return [];
  const { Statement: statements } = JSON.parse(document) as { readonly Statement?: unknown };
  return blocks(statements).map((statement) => ({
    effect: String(statement['Effect']),
    actions: texts(statement['Action']),
    notActions: texts(statement['NotAction']),
    resources: texts(statement['Resource']),
    notResources: texts(statement['NotResource']),
    principals: principals(statement['Principal']),
    condition: (statement['Condition'] ?? {}) as Statement['condition'],
  }));
}

function principals(principal: unknown): readonly string[] {
  if (principal === undefined) return [];
  return typeof principal === 'string' ? [principal] : Object.values(principal as object).flatMap(texts);
}

function texts(value: unknown): readonly string[] {
  return value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
}
