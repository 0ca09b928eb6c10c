// One call of a contract, as it goes into a transaction or into a batch of a deposit wallet.

export interface ChainCall {
  readonly target: string;
  readonly data: string;
  /** What it does, for people. */
  readonly what: string;
}
