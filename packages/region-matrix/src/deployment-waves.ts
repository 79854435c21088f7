/** What a wave brings up. */
export type DeploymentStage = 'foundation' | 'global-data' | 'service' | 'routing';

/** One step of a deployment. A pipeline finishes a wave, lets it bake, and only then starts the next. */
export interface DeploymentWave<R extends string = string> {
  /** Stable name, made of the stage and the region's key: 'service-euw1'. Never a position. */
  readonly wave: string;
  readonly stage: DeploymentStage;
  /** The one region of a foundation or service wave; all regions, in deployment order, of a global one. */
  readonly regions: readonly R[];
  /** The first region that runs a new version. It bakes longest. */
  readonly canary: boolean;
}

/** What the order of deployment is computed from. */
export interface WaveInput<R extends string> {
  readonly primaryRegion: R;
  readonly regions: Readonly<Record<R, { readonly key: string; readonly trafficShare: number }>>;
  readonly deploymentOrder?: readonly R[];
}

/**
 * The regions in the order in which they take a new version: the stated order, else by ascending traffic share, so that
 * a bad version meets the fewest users first; ties by key; the primary region last, whatever its share.
 */
export function deploymentOrder<R extends string>(input: WaveInput<R>): readonly R[] {
  if (input.deploymentOrder) return input.deploymentOrder;
  const rank = (name: R) => (name === input.primaryRegion ? 1 : 0);
  return (Object.keys(input.regions) as R[]).sort(
    (a, b) =>
      rank(a) - rank(b) ||
      input.regions[a].trafficShare - input.regions[b].trafficShare ||
      // Not localeCompare: the order of a deployment must not depend on the machine's locale.
      (input.regions[a].key < input.regions[b].key ? -1 : 1),
  );
}

/**
 * The waves of a deployment: each region's foundation, then the global data, then the service in one region at a time,
 * then global routing. No two regions ever change in one foundation or service wave, so a bad change stops at one.
 */
export function deploymentWaves<R extends string>(input: WaveInput<R>): readonly DeploymentWave<R>[] {
  const order = deploymentOrder(input);
  const perRegion = (stage: DeploymentStage) =>
    order.map((name, index) => ({
      wave: `${stage}-${input.regions[name].key}`,
      stage,
      regions: [name],
      canary: stage === 'service' && index === 0,
    }));
  return [
    ...perRegion('foundation'),
    { wave: 'global-data', stage: 'global-data', regions: [...order], canary: false },
    ...perRegion('service'),
    { wave: 'routing', stage: 'routing', regions: [...order], canary: false },
  ];
}
