import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../src/app';
import type { ShellCommand } from './shell-commands';

/** Packages of the AWS SDK that are not called as the CLI calls the service. */
const PACKAGES: Readonly<Record<string, string>> = {
  logs: 'cloudwatch-logs',
  route53: 'route-53',
  s3api: 's3',
  stepfunctions: 'sfn',
};

/** Options of the CLI itself. */
const CLI_OPTIONS = ['region', 'query', 'output'];

/** What is wrong with a command of the AWS CLI, by the types of the AWS SDK, which are made from the same API models. */
export function awsProblems([, service = '', operation = '', ...rest]: ShellCommand): readonly string[] {
  const types = join(REPOSITORY, 'node_modules/@aws-sdk', `client-${PACKAGES[service] ?? service}`, 'dist-types');
  if (!existsSync(types)) return [`no SDK package of '${service}' is installed`];
  const command = join(types, 'commands', `${pascalCase(operation)}Command.d.ts`);
  if (!existsSync(command)) return [`${service} has no operation '${operation}'`];

  const [, input = ''] = /interface \w+CommandInput extends (?:Omit<)?(\w+)/.exec(readFileSync(command, 'utf8')) ?? [];
  const members = membersOf(join(types, 'models'), input);
  const given = rest.filter((word) => word.startsWith('--')).map((option) => option.slice(2));
  const known = [...CLI_OPTIONS, ...members.map(({ name }) => name)].map(squashed);
  return [
    ...given.filter((option) => !known.includes(squashed(option))).map((option) => `${operation} takes no --${option}`),
    ...members
      .filter(({ name, isRequired }) => isRequired && !given.map(squashed).includes(squashed(name)))
      .map(({ name }) => `${operation} needs ${name}`),
    ...rest.filter((word) => word.startsWith('{') && !isJson(word)).map((word) => `${word} is no JSON`),
  ];
}

interface Member {
  readonly name: string;
  readonly isRequired: boolean;
}

/** Members of an input, such as `FailoverGlobalReplicationGroupMessage`; none for the empty input. */
function membersOf(models: string, input: string): readonly Member[] {
  const declaration = new RegExp(`^export interface ${input} (?:extends [^{]*)?\\{\\n([^]*?)^\\}`, 'm');
  for (const file of readdirSync(models).filter((name) => name.endsWith('.d.ts'))) {
    const [, body] = declaration.exec(readFileSync(join(models, file), 'utf8')) ?? [];
    if (body === undefined) continue;
    return [...body.matchAll(/^ {4}(\w+)(\?)?:/gm)].map(([, name = '', optional]) => ({
      name,
      isRequired: optional === undefined,
    }));
  }
  throw new Error(`no model in ${models} declares ${input}; the layout of the SDK's types has changed`);
}

function pascalCase(kebab: string): string {
  return kebab.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `ReplicationGroupId`, `replicationGroupId` and `replication-group-id` alike. */
function squashed(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
