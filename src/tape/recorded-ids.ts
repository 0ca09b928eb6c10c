// The ids under which a recorded market traded at its venue, as far as the recording has them.

export interface RecordedIds {
  readonly condition: string | null;
  /** Of YES and of NO. */
  readonly tokens: readonly [string | null, string | null];
}
