import type { AwsRequest, AwsResponse } from '../../src/gateway/aws-request';
import type { Answerer } from '../../src/gateway/call-log';
import type { OverlayContext, OverlayHost } from '../../src/gateway/overlay';
import { StateStore } from '../../src/gateway/state-store';
import { ACCOUNT } from './requests';
import { temporaryDirectory } from './temporary';

export type Upstream = (request: AwsRequest) => AwsResponse | object;

/** Runs overlays against an upstream that a test makes up. */
export class OverlayBench {
  readonly forwarded: AwsRequest[] = [];
  readonly state = new StateStore(temporaryDirectory());
  answerer: Answerer | undefined;

  /** @param upstream - a plain object is the body of a successful JSON answer */
  constructor(private readonly upstream: Upstream) {}

  context(request: AwsRequest): OverlayContext {
    return {
      forward: (call) => this.ask(call),
      state: this.state.view(request),
      faults: noFaults,
      now: () => new Date('2026-01-01T00:00:00Z'),
      answeredBy: (who) => (this.answerer = who),
    };
  }

  private ask(call: AwsRequest): Promise<AwsResponse> {
    this.forwarded.push(call);
    const answer = this.upstream(call);
    return Promise.resolve(isResponse(answer) ? answer : { status: 200, headers: {}, body: JSON.stringify(answer) });
  }

  host(): OverlayHost {
    const unavailable = () => Promise.reject(new Error('no processes in unit tests'));
    return {
      account: ACCOUNT,
      faults: noFaults,
      state: (scope) => this.state.view(scope),
      regionsOf: (account, service) => this.state.regionsOf(account, service),
      now: () => new Date('2026-01-01T00:00:00Z'),
      call: (call) => this.ask(call),
      dataDirectory: () => temporaryDirectory(),
      python: 'python3',
      childEnvironment: () => ({}),
      ensureComponent: unavailable,
      stopComponent: unavailable,
      log: () => undefined,
    };
  }
}

const noFaults = {
  region: () => undefined,
  link: () => undefined,
  onChange: () => () => undefined,
  setLink: () => undefined,
};

function isResponse(answer: AwsResponse | object): answer is AwsResponse {
  return 'status' in answer && 'headers' in answer;
}
