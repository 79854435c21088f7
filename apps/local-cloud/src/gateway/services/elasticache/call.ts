import { type AwsRequest, formBody } from '../../aws-request';
import { AwsError, type OverlayContext } from '../../overlay';
import type { StateView } from '../../state-store';

export type Tags = Record<string, string>;

/** One call of ElastiCache, with its parameters read. */
export class Call {
  private readonly form: URLSearchParams;

  constructor(
    readonly request: AwsRequest,
    readonly context: OverlayContext,
  ) {
    this.form = formBody(request);
  }

  get region(): string {
    return this.request.region;
  }

  get account(): string {
    return this.request.account;
  }

  get state(): StateView {
    return this.context.state;
  }

  text(name: string): string | undefined {
    return this.form.get(name) ?? undefined;
  }

  /** @throws InvalidParameterValue when it was not given */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw invalidValue(`The parameter ${name} must be provided.`);
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : value.toLowerCase() === 'true';
  }

  number(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d+$/.test(value)) throw invalidValue(`The parameter ${name} must be a number, got '${value}'.`);
    return Number(value);
  }

  /** Whether a parameter was given, as a value, a list or a structure. */
  gave(name: string): boolean {
    return [...this.form.keys()].some((key) => key === name || key.startsWith(`${name}.`));
  }

  /** The values of a list. ElastiCache names the items after what they are: `SubnetIds.SubnetIdentifier.1`. */
  list(name: string): string[] {
    return this.items(name).map((item) => item[''] ?? '');
  }

  /** The structures of a list: `Tags.Tag.1.Key`, `Tags.Tag.1.Value`. */
  structures(name: string): Record<string, string>[] {
    return this.items(name);
  }

  get tags(): Tags {
    return Object.fromEntries(this.structures('Tags').map((tag) => [tag['Key'] ?? '', tag['Value'] ?? '']));
  }

  arn(kind: string, id: string): string {
    return `arn:aws:elasticache:${this.region}:${this.account}:${kind}:${id}`;
  }

  /** Something that AWS takes and this does not. Not retried. */
  notOffered(what: string): AwsError {
    const { service, action, region } = this.request;
    const message = `the local cloud does not support ${what} in ${service}:${action} (region ${region})`;
    return new AwsError('UnsupportedOperation', message);
  }

  private items(name: string): Record<string, string>[] {
    const found = new Map<number, Record<string, string>>();
    for (const [key, value] of this.form) {
      if (!key.startsWith(`${name}.`)) continue;
      const match = /^(?:[A-Za-z]+\.)?(\d+)(?:\.(.+))?$/.exec(key.slice(name.length + 1));
      if (match === null) continue;
      const index = Number(match[1]);
      found.set(index, { ...found.get(index), [match[2] ?? '']: value });
    }
    return [...found.entries()].sort(([a], [b]) => a - b).map(([, item]) => item);
  }
}

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}
