// Exit codes of the command line, after sysexits.h where it has a word for it.

export const EXIT = {
  ok: 0,
  /** A check, replay or comparison found a difference. */
  failed: 1,
  usage: 64,
  badData: 65,
  noInput: 66,
  unavailable: 69,
  internal: 70,
  cannotWrite: 73,
  locked: 75,
  config: 78,
} as const;
