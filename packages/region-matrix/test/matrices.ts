/** A matrix as loose as JSON, so that tests can break it anywhere. */
export type Loose = any;

/** Values to put into a matrix, by path: `'regions.eu-west-1.key': 'x'`. `undefined` removes what is there. */
export type Changes = Readonly<Record<string, unknown>>;

/** A correct matrix of three regions, fresh on every call. */
export function goodMatrix(): Loose {
  return {
    name: 'production',
    account: '111122223333',
    primaryRegion: 'us-east-1',
    rtoSeconds: 60,
    rpoSeconds: 5,
    dns: { hostedZone: 'myapp.com', recordName: 'api.myapp.com' },
    workload: {
      name: 'orders-api',
      containerPort: 8080,
      cpu: 512,
      memoryMiB: 1024,
      image: { tag: '1.4.2' },
      peakTasks: 12,
      healthPath: '/healthz',
    },
    cache: { nodeType: 'cache.r7g.large' },
    regions: {
      'ap-south-1': { key: 'aps1', cidr: '10.0.0.0/16', trafficShare: 1, cacheRole: 'secondary' },
      'us-east-1': { key: 'use1', cidr: '10.1.0.0/16', trafficShare: 1, cacheRole: 'primary' },
      'eu-west-1': { key: 'euw1', cidr: '10.2.0.0/16', trafficShare: 1 },
    },
  };
}

/** The correct matrix with some values changed. */
export function matrix(changes: Changes = {}): Loose {
  const result = goodMatrix();
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    let target = result;
    for (const step of steps) target = target[step] ??= {};
    if (value === undefined) delete target[last];
    else target[last] = value;
  }
  return result;
}

/** The correct matrix with one region under another name, in the same place. */
export function renamed(from: string, to: string, changes: Changes = {}): Loose {
  const result = matrix(changes);
  const entries = Object.entries(result.regions).map(([name, region]) => [name === from ? to : name, region]);
  return { ...result, regions: Object.fromEntries(entries) };
}

/** What is wrong, the matrix, and every line of the message. */
export type BadMatrix = readonly [what: string, matrix: Loose, lines: readonly string[]];
