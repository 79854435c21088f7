import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackSummary } from '../src/synthesise';
import type { Interruption } from '../src/terraform/interruption';
import type { Action, StackProgress, StackResult } from '../src/terraform/stack-run';
import { runStacks } from '../src/terraform/run-stacks';
import { Terraform } from '../src/terraform/terraform';

/** A stack of two resources of Terraform's own provider, the second of which runs a command when it is made. */
export interface TinyStack {
  readonly dependencies?: readonly string[];
  /** Command of the shell. */
  readonly command?: string;
  /** Reads this stack's output. */
  readonly reads?: string;
  /** Keeps the state in this S3 bucket of us-east-1; otherwise in a local file. */
  readonly bucket?: string;
}

/** What happened to a stack, in order: `start a`, `end a applied`. */
export type Events = string[];

/** A folder of tiny stacks, as cdktf would have synthesised them. */
export class TinyStacks {
  readonly output: string;
  readonly state: string;
  private readonly stacks = new Map<string, TinyStack>();

  constructor(
    stacks: Readonly<Record<string, TinyStack>>,
    readonly folder = mkdtempSync(join(tmpdir(), 'platform-runner-')),
  ) {
    this.output = join(folder, 'cdktf.out');
    this.state = join(folder, '.state/tiny');
    for (const [name, stack] of Object.entries(stacks)) this.write(name, stack);
  }

  write(name: string, stack: TinyStack): void {
    this.stacks.set(name, stack);
    const directory = join(this.output, 'stacks', name);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(template(name, stack)));
  }

  get summaries(): readonly StackSummary[] {
    return [...this.stacks].map(([name, { dependencies = [], reads }]) => ({
      name,
      concern: name,
      region: 'us-east-1',
      resources: 2,
      dependencies: [...dependencies, ...(reads === undefined ? [] : [reads])],
      resourceTypes: [],
      planRegions: [],
    }));
  }

  async run(
    action: Action,
    options: {
      readonly events?: Events;
      readonly interruption?: Interruption;
      readonly onProgress?: (name: string, progress: StackProgress) => void;
      readonly environment?: NodeJS.ProcessEnv;
      readonly parallel?: number;
      readonly timeoutMinutes?: number;
    } = {},
  ): Promise<Readonly<Record<string, StackResult>>> {
    const { events = [], interruption, onProgress, parallel = 4, timeoutMinutes } = options;
    const results = await runStacks({
      action,
      stacks: this.summaries,
      all: this.summaries,
      output: this.output,
      state: this.state,
      environment: options.environment ?? Terraform.find().environment,
      parallel,
      interruption,
      timeoutMinutes,
      observer: {
        started: ({ name }) => events.push(`start ${name}`),
        progress: ({ name }, progress) => onProgress?.(name, progress),
        finished: ({ name, status }) => events.push(`end ${name} ${status}`),
      },
    });
    return Object.fromEntries(results.map((result) => [result.name, result]));
  }

  log(name: string): string {
    return readFileSync(join(this.state, 'logs', `${name}.log`), 'utf8');
  }

  /** Addresses of the resources in a stack's state. */
  applied(name: string): readonly string[] {
    const { resources } = JSON.parse(readFileSync(join(this.state, `${name}.tfstate`), 'utf8')) as {
      resources: { name: string; type: string; mode: string }[];
    };
    return resources.filter(({ mode }) => mode === 'managed').map((each) => `${each.type}.${each.name}`);
  }

  /** Process id of the stack's Terraform, while it runs or after it was killed. */
  terraform(name: string): number | undefined {
    try {
      return (JSON.parse(readFileSync(join(this.state, 'running', `${name}.json`), 'utf8')) as { pid: number }).pid;
    } catch {
      return undefined;
    }
  }

  /** Lets a stack's {@link UNTIL_FINISHED} end. */
  finish(name: string): void {
    writeFileSync(join(this.output, 'stacks', name, 'finish'), '');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function template(name: string, { command = 'true', reads, bucket }: TinyStack): object {
  const place = (stack: string) =>
    bucket === undefined
      ? { local: { path: `../../../.state/tiny/${stack}.tfstate` } }
      : { s3: { bucket, key: `tiny/${stack}.tfstate`, region: 'us-east-1', use_lockfile: true } };
  const [[backend, config] = ['', {}]] = Object.entries(place(reads ?? ''));
  return {
    terraform: { backend: place(name) },
    ...(reads === undefined ? {} : { data: { terraform_remote_state: { upstream: { backend, config } } } }),
    resource: {
      terraform_data: {
        first: { input: reads === undefined ? name : '${data.terraform_remote_state.upstream.outputs.name}' },
        second: {
          triggers_replace: command,
          depends_on: ['terraform_data.first'],
          provisioner: [{ 'local-exec': { command } }],
        },
      },
    },
    output: { name: { value: '${terraform_data.first.output}' }, secret: { value: 'hidden', sensitive: true } },
  };
}

/** A stack's command that begins, and ends once the test says so: {@link TinyStacks.finish}. */
export const UNTIL_FINISHED =
  'touch begun; for i in $(seq 1200); do if [ -e finish ]; then exit 0; fi; sleep 0.1; done; exit 1';

/** Waits for a condition, at most so many seconds: a bound, for a test may get hardly a core. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; !(await condition());) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
