/** A request that no repetition makes right. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';

  /** @param problems - all of them */
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
  }
}

/** An idempotency key that was used for another order. */
export class IdempotencyKeyReusedError extends Error {
  override readonly name = 'IdempotencyKeyReusedError';

  constructor(readonly orderId: string) {
    super(`the idempotency key has created order ${orderId}, which has other lines; take a new key for a new order`);
  }
}
