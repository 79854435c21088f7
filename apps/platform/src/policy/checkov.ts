import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureVirtualEnvironment, interpreterOf, type VirtualEnvironment } from '@active-active/local-cloud';
import { constructPath, type StackTemplate, TEMPLATE } from '../terraform/stack-template';
import { type Suppression, SUPPRESSIONS } from './suppressions';

const FOLDER = resolve(__dirname, '../../policy');

/** Checkov, in a virtual environment of its own: its requirements and the local cloud's exclude one another. */
const ENVIRONMENT: VirtualEnvironment = {
  directory: join(FOLDER, '.venv'),
  requirements: join(FOLDER, 'requirements.txt'),
  contents: 'checkov',
  megabytes: 300,
  modules: ['checkov'],
};

/** A failed check of checkov's. */
export interface Finding {
  /** 'CKV_AWS_18' */
  readonly check: string;
  readonly title: string;
  readonly path: string;
  readonly suppressed?: Suppression;
}

export interface CheckovReport {
  readonly passed: number;
  readonly findings: readonly Finding[];
  /** Suppressions that nothing needed. */
  readonly unused: readonly Suppression[];
}

interface RawReport {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
      readonly file_path: string;
    }[];
  };
}

export interface CheckovOptions {
  /** Whether the environment has deletion protection. */
  readonly protects: boolean;
  /** An empty folder to work in. */
  readonly scratch: string;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Lets checkov read the stacks, offline.
 *
 * @throws LocalCloudError when the virtual environment cannot be made
 * @throws Error when checkov does not run, or cannot read a stack
 */
export async function runCheckov(
  templates: Readonly<Record<string, StackTemplate>>,
  { protects, scratch, progress, signal }: CheckovOptions,
): Promise<CheckovReport> {
  await ensureVirtualEnvironment(ENVIRONMENT, progress, signal);
  for (const [name, { terraform: _settings, ...template }] of Object.entries(templates)) {
    mkdirSync(join(scratch, name), { recursive: true });
    // Its reader stumbles over plain values in the `terraform` block, which holds nothing to check.
    writeFileSync(join(scratch, name, TEMPLATE), JSON.stringify(template, undefined, 2));
  }
  const output = await run(
    interpreterOf(ENVIRONMENT),
    // Everything is read from the folder; nothing is asked for or sent.
    [
      '-m',
      'checkov.main',
      '--framework',
      'terraform_json',
      '--skip-download',
      '--compact',
      '-o',
      'json',
      '-d',
      scratch,
    ],
    scratch,
    signal,
  );
  return reportOf(JSON.parse(output) as RawReport, templates, protects);
}

function reportOf(
  { summary, results }: RawReport,
  templates: Readonly<Record<string, StackTemplate>>,
  protects: boolean,
): CheckovReport {
  if (summary.parsing_errors > 0) throw new Error(`checkov could not read ${summary.parsing_errors} stacks`);
  if (summary.passed === 0) throw new Error('checkov has checked nothing');
  const possible = SUPPRESSIONS.filter(({ unprotectedOnly }) => !(unprotectedOnly && protects));
  const used = new Set<Suppression>();
  const findings = results.failed_checks.map(({ check_id: check, check_name: title, resource, file_path: file }) => {
    const stack = file.split('/')[1] ?? '';
    const path = pathOf(templates[stack], stack, resource);
    const suppressed = possible.find((each) => each.check === check && each.path.test(path));
    if (suppressed !== undefined) used.add(suppressed);
    return { check, title, path, ...(suppressed && { suppressed }) };
  });
  return { passed: summary.passed, findings, unused: SUPPRESSIONS.filter((each) => !used.has(each)) };
}

/** Checkov names a resource by its address, or by `resource.` and its id alone. */
function pathOf(template: StackTemplate | undefined, stack: string, resource: string): string {
  const id = resource.split('.').slice(1).join('.');
  const type = Object.entries(template?.resource ?? {}).find(([, byId]) => id in byId)?.[0];
  return (template && type && constructPath(template, `${type}.${id}`)) ?? `${stack}/${resource}`;
}

function run(command: string, args: readonly string[], cwd: string, signal?: AbortSignal): Promise<string> {
  return new Promise((resolvePromise, reject) => {
    const env = { ...process.env, PYTHONNOUSERSITE: '1', LOG_LEVEL: 'ERROR' };
    const child = spawn(command, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      // 0: all passed, 1: something failed. Both bring a report.
      if (code === 0 || code === 1) resolvePromise(Buffer.concat(output).toString());
      else reject(new Error(`checkov ended with ${code}: ${Buffer.concat(errors).toString().slice(-500)}`));
    });
  });
}
