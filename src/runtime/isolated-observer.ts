// Keeps whoever watches a session from stopping it: an observer that throws is told of once, on stderr, and the session
// goes on.

import type { SessionObserver } from './session-observer.ts';

export function isolatedObserver(observer: SessionObserver): SessionObserver {
  let hasFailed = false;
  const guarded = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      if (hasFailed) return;
      hasFailed = true;
      process.stderr.write(`an observer of the session failed; trading goes on, and further failures are not told: ${error instanceof Error ? error.stack : String(error)}\n`);
    }
  };
  return {
    notice(notice, from) { guarded(() => { observer.notice(notice, from); }); },
    batch(events, decisions) { guarded(() => { observer.batch(events, decisions); }); },
    command(type) { guarded(() => { observer.command(type); }); },
    journal(failure) { guarded(() => { observer.journal(failure); }); },
  };
}
