import type { StateView } from '../../state-store';
import type { Tags } from '../../tags';

export interface Sink {
  readonly Arn: string;
  readonly Id: string;
  readonly Name: string;
  readonly Policy?: string;
  readonly Tags: Tags;
}

export interface Link {
  readonly Arn: string;
  readonly Id: string;
  readonly Label: string;
  readonly LabelTemplate: string;
  readonly ResourceTypes: readonly string[];
  readonly SinkArn: string;
  readonly LinkConfiguration?: object;
  readonly Tags: Tags;
}

/** By ARN, of one region and all accounts: a link joins two accounts. */
export type Sinks = Record<string, Sink>;
export type Links = Record<string, Link>;

/** Both sides of a region's links. They are kept apart from any account, because each side sees the other's. */
export function regionOf(state: StateView) {
  const shared = state.at({ account: 'global' });
  return { sinks: shared.document<Sinks>('sinks', {}), links: shared.document<Links>('links', {}) };
}

export function accountOfArn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

export function ownedBy<T extends { readonly Arn: string }>(all: Record<string, T>, account: string): T[] {
  return Object.values(all).filter(({ Arn }) => accountOfArn(Arn) === account);
}
