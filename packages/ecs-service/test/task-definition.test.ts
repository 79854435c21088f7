import { PUBLIC_COLLECTOR_IMAGE } from '@active-active/ecs-service';
import { containersOf, required, service } from './props';

describe('task definition', () => {
  it('runs on Fargate with the size and architecture given', () => {
    service().hasResource('aws_ecs_task_definition', {
      requires_compatibilities: ['FARGATE'],
      network_mode: 'awsvpc',
      cpu: '512',
      memory: '1024',
      runtime_platform: { cpu_architecture: 'ARM64', operating_system_family: 'LINUX' },
    });
    service({ cpuArchitecture: 'X86_64' }).hasResource('aws_ecs_task_definition', {
      runtime_platform: { cpu_architecture: 'X86_64' },
    });
  });

  it.each(['application', 'collector'] as const)('gives the %s no root, no capability and no writable root', (name) => {
    const container = containersOf(service())[name];
    expect(container).toMatchObject({
      readonlyRootFilesystem: true,
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
    });
    expect(container['user']).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('gives up the read-only root file system only for ECS Exec', () => {
    const { application, collector } = containersOf(service({ enableExecuteCommand: true }));
    expect(application['readonlyRootFilesystem']).toBe(false);
    expect(collector['readonlyRootFilesystem']).toBe(true);
  });

  it.each(['application', 'collector'] as const)(
    'spells out for the %s the defaults that ECS returns, so that the second plan is empty',
    (name) => {
      expect(containersOf(service())[name]).toMatchObject({
        cpu: 0,
        mountPoints: [],
        volumesFrom: [],
        systemControls: [],
        essential: expect.any(Boolean),
        portMappings: name === 'application' ? [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }] : [],
        environment: expect.any(Array),
        healthCheck: { interval: 10, timeout: 5, retries: 3, startPeriod: expect.any(Number) },
      });
    },
  );

  it('sorts the variables, so that the order of properties changes nothing', () => {
    const shuffled = Object.fromEntries(Object.entries(required.environment).reverse());
    const { environment } = containersOf(service({ environment: shuffled })).application as {
      environment: { name: string }[];
    };
    const names = environment.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(environment).toEqual(containersOf(service()).application['environment']);
  });

  it('keeps serving when the collector fails: it is not essential, restarts, and its memory is bounded', () => {
    const { application, collector } = containersOf(service());
    expect(application['dependsOn']).toEqual([{ containerName: 'collector', condition: 'START' }]);
    expect(collector).toMatchObject({ essential: false, restartPolicy: { enabled: true }, memory: 256 });
  });

  it('never blocks the application on its log driver', () => {
    expect(containersOf(service()).application['logConfiguration']).toMatchObject({
      options: { mode: 'non-blocking', 'awslogs-region': 'eu-west-1' },
    });
  });

  it('keeps earlier revisions, so that the circuit breaker has one to roll back to', () => {
    service().hasResource('aws_ecs_task_definition', { skip_destroy: true });
  });

  it('checks the container with Node.js, or with the command given', () => {
    expect(containersOf(service()).application['healthCheck']['command']).toEqual([
      'CMD',
      'node',
      '-e',
      'fetch("http://127.0.0.1:8080/healthz").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))',
    ]);
    const containerHealthCheckCommand = ['CMD', '/healthcheck'];
    expect(containersOf(service({ containerHealthCheckCommand })).application['healthCheck']['command']).toEqual(
      containerHealthCheckCommand,
    );
  });
});

describe('collector', () => {
  it('takes a configuration with variables of its own, which Terraform would read as templates', () => {
    const template = service({ collectorConfiguration: 'region: ${env:AWS_REGION} %{x}' });
    expect(containersOf(template).collector['environment']).toEqual([
      { name: 'AOT_CONFIG_CONTENT', value: 'region: $${env:AWS_REGION} %%{x}' },
    ]);
  });

  it('may come from a public registry when tasks reach the internet', () => {
    const template = service({ collectorImage: PUBLIC_COLLECTOR_IMAGE, internetEgress: true });
    expect(containersOf(template).collector['image']).toBe(PUBLIC_COLLECTOR_IMAGE);
  });
});
