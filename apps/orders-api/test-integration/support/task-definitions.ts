import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');

interface ServiceStack {
  readonly resource: { readonly aws_ecs_task_definition: Readonly<Record<string, { container_definitions: string }>> };
}
interface Container {
  readonly name: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

/** The variables of the application's container in every region, as the stacks of an environment set them. */
export function synthesisedVariables(environment: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const output = mkdtempSync(join(tmpdir(), 'orders-api-synth-'));
  try {
    const synth = join(ROOT, 'apps', 'platform', 'src', 'cli', 'synth.ts');
    const program = ['--conditions=@active-active/source', '--import', require.resolve('tsx'), synth];
    execFileSync(process.execPath, [...program, '--environment', environment, '--output', output], { stdio: 'pipe' });
    const stacks = join(output, 'stacks');
    const prefix = 'ecs-service-';
    const names = readdirSync(stacks).filter((name) => name.startsWith(prefix));
    return Object.fromEntries(names.map((name) => [name.slice(prefix.length), variablesOf(join(stacks, name))]));
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

function variablesOf(stack: string): Readonly<Record<string, string>> {
  const { resource } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')) as ServiceStack;
  const [definition] = Object.values(resource.aws_ecs_task_definition);
  const containers = JSON.parse(definition!.container_definitions) as Container[];
  const { environment } = containers.find(({ name }) => name === 'application')!;
  return Object.fromEntries(environment.map(({ name, value }) => [name, isReference(value) ? resolved(name) : value]));
}

function isReference(value: string): boolean {
  return value.startsWith('${');
}

/** What another stack gives out is known only once it is applied: the cache's endpoints. */
function resolved(name: string): string {
  const values: Readonly<Record<string, string>> = {
    CACHE_HOST: 'primary.orders.abcdef.euw1.cache.amazonaws.com',
    CACHE_READER_HOST: 'reader.orders.abcdef.euw1.cache.amazonaws.com',
    CACHE_PORT: '6379',
  };
  const value = values[name];
  if (value === undefined) throw new Error(`${name} is a reference to another stack, which no test resolves`);
  return value;
}
