import type { ComponentSpec } from '../supervisor/component';
import type { AwsRequest, AwsResponse } from './aws-request';
import type { Answerer } from './call-log';
import type { FaultControl, FaultView } from './faults';
import type { UpstreamName } from './routes';
import type { StateScope, StateView } from './state-store';

/** What an overlay is given with each call. */
export interface OverlayContext {
  /**
   * Passes a call on and returns the whole answer, for rewriting.
   *
   * @param request - the call as it came, or another one made of it (`asJsonAction`, `withJson`, …)
   * @param upstream - @default - where the routing table sends it
   */
  forward(request: AwsRequest, upstream?: UpstreamName): Promise<AwsResponse>;
  /** Documents of this service, account and region; `state.at({ region: 'global' })` for what has no region. */
  readonly state: StateView;
  readonly faults: FaultView;
  now(): Date;
  /** Says that something other than the gateway gave the answer. @default - 'gateway', or the upstream that was asked */
  answeredBy(who: Answerer): void;
}

/** What an overlay is given once, when the gateway starts. */
export interface OverlayHost {
  /** The environment's account. */
  readonly account: string;
  readonly faults: FaultControl;
  state(scope: StateScope): StateView;
  /** The regions in which an account holds documents of a service. */
  regionsOf(account: string, service: string): readonly string[];
  now(): Date;
  /** Calls an emulator with no caller behind it, such as to publish a metric. */
  call(request: AwsRequest, upstream: UpstreamName): Promise<AwsResponse>;
  /** A folder of its own for data that is not a JSON document. */
  dataDirectory(name: string): string;
  /** The interpreter of the virtual environment, for the specs of processes. */
  readonly python: string;
  /** The environment for Python processes. */
  childEnvironment(extra?: Readonly<Record<string, string>>): Record<string, string>;
  /**
   * Sees to it that a process runs, and resolves to its port. It is started on the first call, restarted when it dies,
   * and stopped with the local cloud; asking again is cheap.
   */
  ensureComponent(spec: ComponentSpec): Promise<number>;
  stopComponent(name: string): Promise<void>;
  /** A line in the gateway's log. */
  log(message: string): void;
}

/** One AWS service, or a part of one, that the gateway fills in. */
export interface ServiceOverlay {
  /** Signing name. Several overlays may share a service; the first that handles a call gets it. */
  readonly service: string;
  /** Why it exists, in one sentence; it goes into the coverage table. */
  readonly reason: string;
  handles(request: AwsRequest): boolean;
  /** Throwing an `AwsError` answers with it; any other throw is a bug and answers 500. */
  handle(request: AwsRequest, context: OverlayContext): Promise<AwsResponse>;
  start?(host: OverlayHost): Promise<void>;
  /** The gateway answers from now on, at `http://127.0.0.1:<port>`. */
  serving?(endpoint: string): void;
  stop?(): Promise<void>;
  /**
   * Answers `/_local/services/<service>/<path>`: switches and oracles for tests that are no part of AWS.
   * `undefined` when there is no such path.
   */
  admin?(method: string, path: string, body: unknown): Promise<object | undefined>;
}

/** An error that AWS would give. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Thrown by an overlay instead of an answer: the caller's connection is cut, and it never learns what happened. */
export class ConnectionCut extends Error {
  constructor(readonly by: Answerer) {
    super('the connection was cut');
  }
}
