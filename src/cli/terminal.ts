// Where a command prints. An argument rather than the process, so that a command can be run and read in a test.

export interface Terminal {
  /** Results. */
  readonly out: (text: string) => void;
  /** Everything else. */
  readonly err: (text: string) => void;
  /** Puts this in place of the line that stands there; absent where nobody watches. An empty text takes the line away. */
  readonly rewrite?: (text: string) => void;
  readonly isColoured: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
