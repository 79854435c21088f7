import { type AwsRequest, jsonBody } from '../../aws-request';
import { tableName } from './table-name';

interface ItemCall {
  readonly TableName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName?: string }>>[];
  readonly Statement?: string;
  readonly Statements?: readonly { readonly Statement: string }[];
  readonly TransactStatements?: readonly { readonly Statement: string }[];
}

const STATEMENT = /(?:from|into|update)\s+"?([\w.-]+)"?/i;

/** The tables that a call on items names. */
export function tablesOf(request: AwsRequest): string[] {
  const body = jsonBody<ItemCall>(request);
  const statements = [...(body.Statements ?? []), ...(body.TransactStatements ?? [])].map(({ Statement }) => Statement);
  if (body.Statement !== undefined) statements.push(body.Statement);
  const named = [
    ...(body.TableName === undefined ? [] : [body.TableName]),
    ...Object.keys(body.RequestItems ?? {}),
    ...(body.TransactItems ?? []).flatMap((item) => Object.values(item).flatMap(({ TableName }) => TableName ?? [])),
    ...statements.flatMap((statement) => STATEMENT.exec(statement)?.[1] ?? []),
  ];
  return [...new Set(named.map(tableName))];
}
