import { context, propagation } from '@opentelemetry/api';
import { HomeUnreachableError, NotHomeError } from './errors';
import { endToEndHeaders } from './forwarded-headers';
import type { ItemKey } from './item';

export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';
export const FORWARDED_HOPS_HEADER = 'x-forwarded-hops';
export const FORWARDED_FROM_REGION_HEADER = 'x-forwarded-from-region';

export interface ForwardRequest {
  /** Where the item is written, as {@link NotHomeError} says. */
  readonly homeRegion: string;
  readonly key: ItemKey;
  readonly method: string;
  /** Path and query, as received, beginning with one `/`. */
  readonly path: string;
  /** As received, names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Decoded. */
  readonly body?: string | Uint8Array;
  /** Sent as the idempotency key, so that a repetition takes effect once. */
  readonly writeId: string;
  /** How often the request has been forwarded before, see {@link forwardedHops}. @default 0 */
  readonly hops?: number;
  readonly signal?: AbortSignal;
}

export interface ForwardResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpWriteForwarderOptions {
  /** Base URL of a region's service, such as `https://eu-west-1.orders.example.com`. Only its origin is used. */
  endpointOf(region: string): string;
  /** The own region. */
  readonly region: string;
  /** How often a request is forwarded in all. More helps only while a home moves. @default 1 */
  readonly maxHops?: number;
  /** For the whole exchange. @default 3000 */
  readonly timeoutMilliseconds?: number;
  /** @default - the global one */
  readonly fetch?: typeof fetch;
}

/** Sends a write to the item's home region over HTTP, with the trace and an idempotency key. */
export class HttpWriteForwarder {
  private readonly options: Required<HttpWriteForwarderOptions>;

  constructor(options: HttpWriteForwarderOptions) {
    const { maxHops = 1, timeoutMilliseconds = 3000, fetch = globalThis.fetch } = options;
    this.options = {
      ...options,
      endpointOf: (region) => options.endpointOf(region),
      maxHops,
      timeoutMilliseconds,
      fetch,
    };
  }

  /**
   * The home's response, whatever its status. Redirects are not followed.
   *
   * @throws NotHomeError when the request has been forwarded often enough: the regions disagree, mostly for a moment
   * @throws HomeUnreachableError when the home does not answer, or a gateway before it says so (502, 504, and a 503 that
   *   is not JSON: the service's own refusals are)
   * @throws TypeError when the path is not one of the home's own
   */
  async forward(request: ForwardRequest): Promise<ForwardResponse> {
    const { homeRegion, key, method, path, body, hops = 0, signal } = request;
    const { region, maxHops, timeoutMilliseconds, fetch } = this.options;
    if (hops >= maxHops) throw new NotHomeError(key, region, homeRegion);
    const url = urlOf(this.options.endpointOf(homeRegion), path);
    const timeout = AbortSignal.timeout(timeoutMilliseconds);
    try {
      const response = await fetch(url, {
        method,
        headers: this.headersOf(request, hops),
        body,
        // A redirect could lead out of the system, with the client's credentials.
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const text = await response.text();
      if (isOfGateway(response)) {
        throw new Error(`the gateway of ${homeRegion} answers with status ${response.status}`);
      }
      return { status: response.status, headers: endToEndHeaders(Object.fromEntries(response.headers)), body: text };
    } catch (error) {
      signal?.throwIfAborted();
      throw new HomeUnreachableError(key, homeRegion, { cause: error });
    }
  }

  private headersOf({ headers, writeId }: ForwardRequest, hops: number): Record<string, string> {
    const forwarded: Record<string, string> = {
      ...endToEndHeaders(headers),
      [IDEMPOTENCY_KEY_HEADER]: writeId,
      [FORWARDED_HOPS_HEADER]: String(hops + 1),
      [FORWARDED_FROM_REGION_HEADER]: this.options.region,
    };
    // In lower case, so that the trace replaces the one that came with the request.
    propagation.inject(context.active(), forwarded, {
      set: (carrier, name, value) => {
        carrier[name.toLowerCase()] = value;
      },
    });
    return forwarded;
  }
}

/**
 * How often a request has been forwarded, by its header. What is not a small number counts as too often: it is not from
 * a forwarder, and is not to be sent on.
 */
export function forwardedHops(header: string | readonly string[] | undefined): number {
  if (header === undefined) return 0;
  return typeof header === 'string' && /^\d{1,3}$/.test(header) ? Number(header) : Infinity;
}

/**
 * Whether a gateway answers in the home's place. A load balancer without targets says 503, as a service may, but in HTML.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
function isOfGateway({ status, headers }: Response): boolean {
  if (status === 503) return !/^application\/([\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? '');
  return status === 502 || status === 504;
}

/** A path such as `//host/` would name another host. */
function urlOf(endpoint: string, path: string): URL {
  const { origin } = new URL(endpoint);
  const url = path.startsWith('/') && URL.canParse(path, origin) ? new URL(path, origin) : undefined;
  if (url?.origin !== origin) {
    throw new TypeError(
      `path must begin with one / and stay at ${origin}, got ${JSON.stringify(path)}; send it as received`,
    );
  }
  return url;
}
