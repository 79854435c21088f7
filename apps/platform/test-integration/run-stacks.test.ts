import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Events, type TinyStack, TinyStacks } from './tiny-stacks';

let tiny: TinyStacks;
afterEach(() => tiny.remove());
const stacks = (given: Readonly<Record<string, TinyStack>>) => (tiny = new TinyStacks(given));

describe('runStacks', () => {
  it('applies along the graph, finds nothing to do afterwards, and destroys in reverse', async () => {
    stacks({ base: {}, middle: { reads: 'base' }, top: { reads: 'middle' } });
    const events: Events = [];
    const applied = await tiny.run('apply', { events });
    expect(events).toEqual([
      'start base',
      'end base applied',
      'start middle',
      'end middle applied',
      'start top',
      'end top applied',
    ]);
    expect(applied['top']).toMatchObject({
      status: 'applied',
      add: 2,
      change: 0,
      destroy: 0,
      outputs: { name: 'base' },
    });
    expect(applied['top']?.outputs).not.toHaveProperty('secret');

    const planned = await tiny.run('plan');
    expect(Object.values(planned).map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(Object.values(await tiny.run('apply')).map(({ status }) => status)).toEqual(Array(3).fill('unchanged'));

    events.length = 0;
    const destroyed = await tiny.run('destroy', { events });
    expect(events.filter((event) => event.startsWith('start'))).toEqual(['start top', 'start middle', 'start base']);
    expect(destroyed['base']).toMatchObject({ status: 'destroyed', destroy: 2 });
    expect(Object.values(await tiny.run('destroy')).map(({ status }) => status)).toEqual(Array(3).fill('unchanged'));
  });

  it('initialises once, and again when the backend changes', async () => {
    stacks({ one: {} });
    await tiny.run('plan');
    await tiny.run('plan');
    const inits = () => tiny.log('one').match(/=== .* terraform init/g)?.length;
    expect(inits()).toBe(1);
    tiny.write('one', { bucket: 'elsewhere' });
    // There is no such bucket; what counts is that the old initialisation is not relied on.
    await tiny.run('plan', {
      environment: { ...process.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' },
    });
    expect(inits()).toBe(2);
  });

  it('initialises anew what Terraform finds not initialised, whatever was noted', async () => {
    stacks({ one: {} });
    await tiny.run('apply');
    const terraformFolder = join(tiny.output, 'stacks/one/.terraform/terraform.tfstate');
    expect(existsSync(terraformFolder)).toBe(true);
    rmSync(terraformFolder);
    expect((await tiny.run('plan'))['one']).toMatchObject({ status: 'unchanged' });
  });

  it('plans a changed stack as changed, with its counts', async () => {
    stacks({ one: {}, other: {} });
    await tiny.run('apply');
    tiny.write('one', { command: 'echo changed' });
    expect(await tiny.run('plan')).toMatchObject({
      one: { status: 'changed', add: 1, change: 0, destroy: 1 },
      other: { status: 'unchanged', add: 0, change: 0, destroy: 0 },
    });
  });

  it('plans as many stacks at a time as it is told, on however few cores', async () => {
    const parallel = availableParallelism() + 1;
    const events: Events = [];
    stacks(Object.fromEntries(Array.from({ length: parallel }, (_, index) => [`stack-${index}`, {}])));
    await tiny.run('plan', { events, parallel });
    expect(events.slice(0, parallel).filter((event) => event.startsWith('start'))).toHaveLength(parallel);
  });

  it('cannot plan what reads a stack that was not applied, and says so', async () => {
    stacks({ base: {}, top: { reads: 'base' } });
    const planned = await tiny.run('plan');
    expect(planned['base']).toMatchObject({ status: 'changed', add: 2 });
    expect(planned['top']?.failure).toMatchObject({ error: 'not applied yet: base', hint: 'apply it first' });
    await tiny.run('apply');
    await tiny.run('destroy');
    expect((await tiny.run('plan'))['top']?.failure).toMatchObject({ error: 'not applied yet: base' });
  });

  it('reports the phases and the resources done', async () => {
    stacks({ one: {} });
    const seen: string[] = [];
    await tiny.run('apply', { onProgress: (_, { phase, done, total }) => seen.push(`${phase} ${done}/${total}`) });
    expect(seen[0]).toBe('init 0/0');
    expect(seen).toEqual(expect.arrayContaining(['plan 0/0', 'apply 0/2', 'apply 1/2', 'apply 2/2']));
  });
});

describe('a stack that fails', () => {
  it('keeps the rest from starting, but not what runs already, and keeps what was applied', async () => {
    stacks({
      base: {},
      bad: { reads: 'base', command: 'echo the reason; exit 3' },
      blocked: { reads: 'bad' },
      'blocked-too': { dependencies: ['blocked'] },
      independent: { dependencies: ['base'] },
    });
    const results = await tiny.run('apply');
    expect(Object.values(results).map(({ name, status }) => `${name}: ${status}`)).toEqual([
      'base: applied',
      'bad: failed',
      'blocked: not started',
      'blocked-too: not started',
      'independent: applied',
    ]);
    expect(results['bad']).toMatchObject({
      add: 1,
      failure: { error: 'local-exec provisioner error', resource: 'terraform_data.second' },
    });
    expect(results['bad']?.failure?.lastLines.join('\n')).toContain('the reason');
    expect(tiny.log('bad')).toContain('the reason');
    expect(tiny.applied('bad')).toContain('terraform_data.first');

    tiny.write('bad', { reads: 'base', command: 'true' });
    const again = await tiny.run('apply');
    expect(Object.values(again).map(({ status }) => status)).toEqual([
      'unchanged',
      'applied',
      'applied',
      'applied',
      'unchanged',
    ]);
  });

  it('leaves no record of a process behind', async () => {
    stacks({ bad: { command: 'exit 1' } });
    await tiny.run('apply');
    expect(readdirSync(join(tiny.state, 'running'))).toEqual([]);
  });

  it('has a message even if Terraform says nothing: a template that is no JSON', async () => {
    stacks({ bad: {} });
    writeFileSync(join(tiny.output, 'stacks/bad/cdk.tf.json'), '{"resource": {"nothing": {"x": {}}}}');
    expect((await tiny.run('plan'))['bad']?.failure?.error).toMatch(/\S/);
  });
});
