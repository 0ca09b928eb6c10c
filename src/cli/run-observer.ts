// Everyone who watches a run, on one wire: the terminal, the log, the metrics, the event stream. At full speed only what a
// person must know passes, since a recording holds more quotes than anybody reads.

import type { Notice } from '../core/domain/notices.ts';
import type { Engine } from '../core/engine.ts';
import { Console } from '../observe/console.ts';
import { DecisionFeed } from '../observe/decision-feed.ts';
import type { Log } from '../observe/log.ts';
import { SessionView } from '../observe/session-view.ts';
import { Metrics } from '../observe/metrics.ts';
import type { BotObserver } from '../runtime/bot-options.ts';

const LOUD: ReadonlySet<Notice['type']> = new Set(['MarketAdopted', 'MarketReleased', 'MarketSettled', 'Halted', 'Resumed']);

export interface RunObserverOptions {
  readonly write: (line: string) => void;
  readonly isColoured: boolean;
  readonly log: Log;
  readonly isFullSpeed: boolean;
}
export interface RunObserver extends BotObserver {
  readonly metrics: Metrics;
  readonly feed: DecisionFeed;
  close(): void;
}

export function runObserver({ write, isColoured, log, isFullSpeed }: RunObserverOptions): RunObserver {
  const terminal = new Console({ write, isColoured });
  // Two sessions speak at once while one takes over from the other.
  const views = new WeakMap<Engine, SessionView>();
  const viewOf = (engine: Engine): SessionView => {
    const view = views.get(engine) ?? new SessionView();
    views.set(engine, view);
    return view;
  };
  const metrics = new Metrics();
  const feed = new DecisionFeed();
  feed.subscribe((item) => { log.logger[item.kind === 'alert' ? 'warn' : 'info']({ kind: item.kind, at: item.at, data: item.data }, item.text); });
  const announce: BotObserver['announce'] = (kind, at, text, data) => {
    terminal.announce({ kind, at, text });
    feed.announce({ kind, at, text, data });
  };
  return {
    metrics, feed, announce,
    notice(notice, { engine, nameOf }) {
      if (isFullSpeed && !LOUD.has(notice.type)) return;
      // The runtime announces each generation with its changes.
      if (notice.type !== 'ConfigApplied') terminal.notice(notice, nameOf, viewOf(engine));
      feed.publish(notice, nameOf);
      metrics.observeNotice(notice, nameOf);
    },
    batch(events, decisions) {
      metrics.countEvents(events);
      metrics.countDecisions(decisions);
    },
    command(type) { if (!isFullSpeed) metrics.countCommand(type); },
    journal(failure) {
      if (failure !== null) metrics.countJournalFailure();
      const text = failure === null ? 'the journal is written again' : `the journal cannot be written (${failure}): only cancels are sent until it can`;
      announce(failure === null ? 'session' : 'alert', Date.now(), text, { failure });
    },
    configRejected() { metrics.countConfigRejected(); },
    reloaded(seconds) { metrics.observeReload(seconds); },
    oracleDisagreed(rule, market) {
      metrics.countOracleDisagreement();
      announce('alert', Date.now(), `rule "${rule}" in ${market}: the compiled rule and json-rules-engine disagree`, { rule, market });
    },
    close() {
      terminal.close();
      metrics.close();
    },
  };
}
