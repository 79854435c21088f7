import { CommandError } from '@active-active/command-line';
import { type Environment, regionsOf } from '@active-active/region-matrix';
import { clientEnvironment, pathsFor, probe } from '@active-active/local-cloud';

/** A region that is made to hang never answers. */
const ANSWER_WITHIN_MS = 5_000;

/** Calls the query API of a service in a region, and returns the answer's XML. */
export type QueryCall = (
  service: string,
  region: string,
  parameters: Readonly<Record<string, string>>,
) => Promise<string>;

/** The local cloud, as a target of Terraform. */
export interface LocalTarget {
  /** 'http://127.0.0.1:<port>' */
  readonly endpoint: string;
  /** Terraform's environment: the user's, with the local cloud in the place of AWS. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The local cloud that runs on this machine. Its access keys name an account, so it takes the environment's for its own.
 *
 * @param stateDirectory the local cloud's, where it is not the usual one
 * @throws CommandError when none runs
 */
export async function localTarget(
  environment: Environment,
  base: NodeJS.ProcessEnv,
  stateDirectory?: string,
): Promise<LocalTarget> {
  const instance = await probe(pathsFor(stateDirectory));
  if (instance === undefined) {
    throw new CommandError(
      `environment '${environment.name}' is applied to the local cloud, and none runs; start it with 'npm run local -- up', or bring everything up with 'npm run up'`,
    );
  }
  // A profile, a session token or an endpoint of the user's own would go to the local cloud, or past it.
  const foreign = Object.keys(base).filter((name) => name.startsWith('AWS_'));
  const kept = Object.fromEntries(Object.entries(base).filter(([name]) => !foreign.includes(name)));
  return {
    endpoint: instance.endpoint,
    environment: {
      ...kept,
      ...clientEnvironment({ endpoint: instance.endpoint, account: environment.account }, environment.primaryRegion),
    },
  };
}

/**
 * Makes the buckets that the stacks keep their state in, where they are missing: each in its own region, so that a region
 * can be made dark. One that is dark already is passed over: the stacks whose state lies there will say so themselves.
 *
 * @throws CommandError when the local cloud refuses
 */
export async function ensureStateBuckets(environment: Environment, endpoint: string): Promise<void> {
  const { primaryRegion, derived, account } = environment;
  const buckets = [
    { bucket: derived.regions[primaryRegion].names.globalStateBucket, region: primaryRegion },
    ...regionsOf(environment).map((region) => ({ bucket: derived.regions[region].names.stateBucket, region })),
  ];
  await Promise.all(buckets.map((each) => ensureBucket(each, account, endpoint)));
}

async function ensureBucket(
  { bucket, region }: { readonly bucket: string; readonly region: string },
  account: string,
  endpoint: string,
): Promise<void> {
  const url = `${endpoint}/${bucket}`;
  const scope = { account, region, service: 's3' };
  const body = `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  try {
    if ((await call(url, scope, { method: 'HEAD' })).ok) return;
    const headers = { 'content-type': 'application/xml' };
    const created = await call(url, scope, { method: 'PUT', headers, ...(region === 'us-east-1' ? {} : { body }) });
    // A region that is dark answers so on purpose.
    if (created.ok || created.status >= 500) return;
    const answer = (await created.text()).slice(0, 300);
    throw new CommandError(`cannot make the state bucket ${bucket} in ${region}: ${answer}`);
  } catch (error) {
    // The stacks of a dark region fail and say so; those of the others must not.
    if (error instanceof CommandError) throw error;
  }
}

/** Calls query APIs of the local cloud. */
export function localQuery(account: string, endpoint: string): QueryCall {
  return async (service, region, parameters) => {
    const body = new URLSearchParams(parameters);
    return (await call(endpoint, { account, region, service }, { method: 'POST', body })).text();
  };
}

/** The gateway reads account, region and service from the credentials' scope, and checks no signature. */
function call(
  url: string,
  scope: { readonly account: string; readonly region: string; readonly service: string },
  init: { method: string; headers?: Record<string, string>; body?: string | URLSearchParams },
): Promise<Response> {
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const credential = `${scope.account}/${date}/${scope.region}/${scope.service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  return fetch(url, { ...init, headers: { ...init.headers, authorization }, signal });
}
