// The shape of an entry in the catalogue of every error an operator can meet.

/** refuse: the request is turned down, nothing changed · degrade: permission is lowered · halt: trading stops. */
export type Severity = 'refuse' | 'degrade' | 'halt';

export interface ErrorSpec {
  readonly code: string;
  readonly severity: Severity;
  /** One sentence for the reference page. */
  readonly meaning: string;
  readonly remedy: string;
}

export const define = (code: string, severity: Severity, meaning: string, remedy: string): ErrorSpec =>
  ({ code, severity, meaning, remedy });

/** An error that an operator meets, with its catalogue entry. `message` names the place and the offending value. */
export class EvenkeelError extends Error {
  readonly spec: ErrorSpec;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(spec: ErrorSpec, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'EvenkeelError';
    this.spec = spec;
    this.details = details;
  }
}
