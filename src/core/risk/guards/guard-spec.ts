// What a guard says of itself: the page of guards is made of it, and a test holds its codes against the closed sets.

export interface GuardSpec {
  readonly name: string;
  /** What it saves us from, one sentence. */
  readonly protects: string;
  /** Keys in YAML, settings of a market without a prefix, those of a profile as they stand there. Empty: always on. */
  readonly keys: readonly string[];
  /** Codes of `CONSTRAINTS` and of `DROP_REASONS` that it sets. */
  readonly codes: readonly string[];
  readonly metric: string;
  readonly unit: string;
  /** When it lets go. */
  readonly clears: string;
  /** The incident, paper or fact behind it. */
  readonly provenance: string;
  /** Whether the constants in its code follow from what it is, or wait for a fit, and from where. */
  readonly constant: 'structural' | `placeholder: ${string}`;
}
