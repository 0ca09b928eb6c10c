// Exit codes of the command line, after sysexits.h where it has a word for it.

export const EXIT = {
  ok: 0,
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

export const EXIT_MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'Done.',
  failed: 'Refused, or a difference was found, or a tape contradicts itself, or zero open orders could not be proved, or a result is partial because it was stopped.',
  usage: 'An unknown command or option, or a value it cannot have.',
  badData: 'A recording, a journal or another file that was given is damaged, of an unknown format, or has a hole.',
  noInput: 'A file that was named, or a run in a journal, does not exist.',
  unavailable: 'No bot answers at the address, or the address of the API cannot be opened.',
  internal: 'A fault of the program.',
  cannotWrite: 'A file cannot be written: a journal, a tape, a report.',
  locked: 'Another process trades on this journal, or this account.',
  config: 'Mistakes in the files.',
};
