import type { ItemHeader, ItemKey } from './item';

/** Kinds of refusals, stable for programs: an HTTP service maps each to a status. */
export type WriteConflictErrorCode =
  | 'ConflictExhausted'
  | 'NotHome'
  | 'HomeUnreachable'
  | 'StaleRead'
  | 'Throttled'
  | 'NotFound'
  | 'AlreadyExists'
  | 'LeaseLost'
  | 'OutcomeUnknown'
  | 'InvalidSessionToken';

/** A refusal of the library. Its message says what to do. */
export abstract class WriteConflictError extends Error {
  abstract readonly code: WriteConflictErrorCode;
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Other writers won each of the attempts. */
export class ConflictExhaustedError extends WriteConflictError {
  readonly code = 'ConflictExhausted';
  constructor(
    readonly key: ItemKey,
    readonly attempts: number,
    options?: ErrorOptions,
  ) {
    super(
      `${named(key)} was changed by others in each of ${attempts} attempts; try again later, or split the item if it is written this often`,
      options,
    );
  }
}

/** The item is written in its home region only, and this is another. */
export class NotHomeError extends WriteConflictError {
  readonly code = 'NotHome';
  constructor(
    readonly key: ItemKey,
    readonly region: string,
    readonly homeRegion: string,
  ) {
    super(`${named(key)} is written in its home region ${homeRegion} and not in ${region}; send the write there`);
  }
}

/** The write was forwarded, and its home region did not answer. Whether it took effect is open. */
export class HomeUnreachableError extends WriteConflictError {
  readonly code = 'HomeUnreachable';
  constructor(
    readonly key: ItemKey,
    readonly homeRegion: string,
    options?: ErrorOptions,
  ) {
    super(
      `home region ${homeRegion} of ${named(key)} does not answer; repeat with the same write id, or move the item when the region is lost`,
      options,
    );
  }
}

/** This replica lags behind what the session has seen. */
export class StaleReadError extends WriteConflictError {
  readonly code = 'StaleRead';
  constructor(
    readonly key: ItemKey,
    readonly region: string,
    readonly seen: Pick<ItemHeader, 'version' | 'epoch'>,
    readonly replica: Pick<ItemHeader, 'version' | 'epoch'> | undefined,
  ) {
    super(
      `${region} has ${replica ? versionOf(replica) : 'nothing'} of ${named(key)}, and the session has seen ${versionOf(seen)}; read again later, or in the home region`,
    );
  }
}

/** DynamoDB throttled each of the attempts. */
export class ThrottledError extends WriteConflictError {
  readonly code = 'Throttled';
  constructor(
    readonly key: ItemKey,
    options?: ErrorOptions,
  ) {
    super(`${named(key)} was throttled in each attempt; slow down, or raise the capacity of the table`, options);
  }
}

export class NotFoundError extends WriteConflictError {
  readonly code = 'NotFound';
  constructor(
    readonly key: ItemKey,
    readonly region: string,
  ) {
    super(`${named(key)} is not in ${region}; create it, or wait until it has been replicated`);
  }
}

export class AlreadyExistsError extends WriteConflictError {
  readonly code = 'AlreadyExists';
  constructor(readonly key: ItemKey) {
    super(`${named(key)} exists and was made by another write; update it, or take another key`);
  }
}

/** The region's lease has ended, so another region may have taken its items over. */
export class LeaseLostError extends WriteConflictError {
  readonly code = 'LeaseLost';
  constructor(readonly region: string) {
    super(`the lease of ${region} has ended, so it writes nothing until it holds one again; renew the lease`);
  }
}

/** The reply to a write was lost, and nothing that was tried since got an answer. The write may have taken effect. */
export class OutcomeUnknownError extends WriteConflictError {
  readonly code = 'OutcomeUnknown';
  constructor(
    readonly key: ItemKey,
    readonly writeId: string,
    options?: ErrorOptions,
  ) {
    super(
      `whether write ${writeId} of ${named(key)} took effect is not known, for its reply was lost; repeat it with the same write id`,
      options,
    );
  }
}

/** The session token was not made by this library. Its content is not repeated, for it came from outside. */
export class InvalidSessionTokenError extends WriteConflictError {
  readonly code = 'InvalidSessionToken';
  constructor(problem: string) {
    super(`session token ${problem}; send the one of the last response as it is, or none`);
  }
}

/** A region's lease was not revoked, so none of its items may be taken. An operator meets it, never a request. */
export class TakeOverRefusedError extends Error {
  override readonly name = 'TakeOverRefusedError';

  static noMajority(region: string, answered: number, grantors: number): TakeOverRefusedError {
    return new TakeOverRefusedError(
      `the lease of ${region} is kept by ${grantors} grantors, and ${answered} of them answered; a majority must, so try again when more can be reached`,
    );
  }

  static renewed(region: string, revoked: number, grantors: number): TakeOverRefusedError {
    return new TakeOverRefusedError(
      `the lease of ${region} could be revoked at ${revoked} of ${grantors} grantors only: the region still renews it, or a grantor is away; hand its items off instead, or try again`,
    );
  }
}

function versionOf({ version, epoch }: Pick<ItemHeader, 'version' | 'epoch'>): string {
  return `version ${version} (epoch ${epoch})`;
}

function named({ pk, sk }: ItemKey): string {
  return `item ${pk}/${sk}`;
}
