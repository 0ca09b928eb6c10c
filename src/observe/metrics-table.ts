// Every metric the bot exposes: name, kind, labels, meaning. `metrics.ts` creates them from here and the reference page is
// made of it. Dollars and shares are decimals, durations seconds, as Prometheus has it.

export interface MetricSpec {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly help: string;
  /** Upper bounds of a histogram, in the metric's unit. */
  readonly buckets?: readonly number[];
}

const metric = <Kind extends MetricSpec['kind']>(kind: Kind, name: string, labels: readonly string[], help: string) => ({ name, kind, labels, help });

export const METRICS = {
  events: metric('counter', 'evenkeel_events_total', [], 'Events the core was given.'),
  decisions: metric('counter', 'evenkeel_decisions_total', [], 'Times the pipeline ran.'),
  commands: metric('counter', 'evenkeel_commands_total', ['type'], 'Commands the core issued, by type.'),
  fills: metric('counter', 'evenkeel_fills_total', ['market', 'side', 'liquidity'], 'Our fills.'),
  filledShares: metric('counter', 'evenkeel_filled_shares_total', ['market', 'side', 'liquidity'], 'Shares filled.'),
  fees: metric('counter', 'evenkeel_fees_dollars_total', ['market'], 'Fees paid on fills, dollars.'),
  ordersRefused: metric('counter', 'evenkeel_orders_refused_total', ['reason'], 'Orders the venue refused, by reason.'),
  ordersUnresolved: metric('counter', 'evenkeel_orders_unresolved_total', [], 'Orders whose outcome became unknown.'),
  quotesDropped: metric('counter', 'evenkeel_quotes_dropped_total', ['side', 'reason'], 'Changes of quote that left a side unquoted, by reason (numbers in it replaced by #).'),
  guardTrips: metric('counter', 'evenkeel_guard_trips_total', ['code'], 'Times a constraint of the account or of a market began, by its code; see the page of guards.'),
  ruleFirings: metric('counter', 'evenkeel_rule_firings_total', ['rule'], 'Times a rule began to fire.'),
  alerts: metric('counter', 'evenkeel_alerts_total', ['severity'], 'Alerts raised.'),
  configRejected: metric('counter', 'evenkeel_config_rejected_total', [], 'Configurations refused while another stayed in force.'),
  oracleDisagreements: metric('counter', 'evenkeel_rule_oracle_disagreements_total', [], 'Times json-rules-engine judged a rule otherwise than its compiled form. Anything above 0 is a bug.'),
  journalFailures: metric('counter', 'evenkeel_journal_failures_total', [], 'Writes the journal refused. While it refuses, the bot only cancels.'),
  reconciliationDifferences: metric('counter', 'evenkeel_reconciliation_differences_total', ['venue'], 'Differences found between the venue and our records.'),
  configReload: {
    ...metric('histogram', 'evenkeel_config_reload_seconds', [], 'From a stable file on disk to the swap in the core.'),
    buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5],
  },
  session: metric('gauge', 'evenkeel_session_info', ['session', 'profile', 'mode'], '1 for the session that runs.'),
  generation: metric('gauge', 'evenkeel_config_generation', [], 'Config generation in force.'),
  permission: metric('gauge', 'evenkeel_permission', [], 'Account permission: 0 halted, 1 cancel-only, 2 reduce-only, 3 full.'),
  halted: metric('gauge', 'evenkeel_halted', [], '1 while the halt latch is set.'),
  openOrders: metric('gauge', 'evenkeel_open_orders', [], 'Orders that are or may be live.'),
  unknownOrders: metric('gauge', 'evenkeel_unknown_orders', [], 'Orders whose outcome is not known.'),
  pnl: metric('gauge', 'evenkeel_pnl_dollars', ['part'], 'Account P&L by part: total, realised, unrealised, spread, inventory, fees, rebates, rewards, daily.'),
  drawdown: metric('gauge', 'evenkeel_drawdown_dollars', [], 'Fall of P&L from its peak.'),
  grossNotional: metric('gauge', 'evenkeel_gross_notional_dollars', [], 'Value at cost of all that is held.'),
  groupNotional: metric('gauge', 'evenkeel_group_notional_dollars', ['group', 'kind', 'of'], 'Worst case of a group of markets (of="worst") and its cap (of="limit").'),
  strategyNotional: metric('gauge', 'evenkeel_strategy_notional_dollars', ['strategy', 'of'], 'Worst case of a strategy (of="worst") and its capital (of="limit"; absent without one).'),
  venueDegraded: metric('gauge', 'evenkeel_venue_degraded', ['venue'], '1 while the venue is degraded and its markets keep a part of their limits; absent otherwise.'),
  rewards: metric('gauge', 'evenkeel_rewards_dollars', ['venue', 'day', 'of'], 'Rewards of today and yesterday (UTC): of="estimated" by our own reckoning, of="stated" what the venue counts (absent while it has not said), of="paid" what is booked.'),
  rewardOrders: metric('gauge', 'evenkeel_reward_orders', ['venue', 'of'], 'Orders in markets with rewards when it was last asked: of="resting", and of="scoring" (absent while unknown).'),
  rewardsUnanswered: metric('gauge', 'evenkeel_rewards_unanswered', ['venue'], 'Questions of the session about rewards and rebates that got no usable answer.'),
  markets: metric('gauge', 'evenkeel_markets', ['lifecycle'], 'Markets by the part of their life they are in: candidate, warming, active, reducing, liquidating, settling, retired, halted.'),
  marketPosition: metric('gauge', 'evenkeel_market_position_shares', ['market'], 'YES less NO held.'),
  marketPnl: metric('gauge', 'evenkeel_market_pnl_dollars', ['market', 'part'], 'P&L of the market by part: total, realised, unrealised, spread, inventory, fees, rebates, rewards.'),
  marketFairValue: metric('gauge', 'evenkeel_market_fair_value_dollars', ['market'], 'Fair value of YES; absent while unknown.'),
  marketPermission: metric('gauge', 'evenkeel_market_permission', ['market'], 'Permission of the market: 0 halted, 1 cancel-only, 2 reduce-only, 3 full.'),
  marketQuoteUptime: metric('gauge', 'evenkeel_market_quote_uptime_ratio', ['market'], 'Share of the session with a working order on both sides.'),
  fillRate: metric('gauge', 'evenkeel_fill_rate_ratio', [], 'Shares filled of those placed in the session, of orders that have ended; absent before one has.'),
  realisedSpread: metric('gauge', 'evenkeel_realised_spread_dollars', [], 'Dollars a share that fills as the maker were worth 60 s later, over the session; absent while none is known.'),
  marketFillRate: metric('gauge', 'evenkeel_market_fill_rate_ratio', ['market'], 'Shares filled of those placed in the market; absent before an order has ended.'),
  marketRealisedSpread: metric('gauge', 'evenkeel_market_realised_spread_dollars', ['market'], 'Dollars a share that fills as the maker were worth 60 s later; absent while none is known.'),
  earningUptime: metric('gauge', 'evenkeel_strategy_earning_uptime_ratio', ['strategy'], 'Share of the time with working orders on both sides of at least one market, while the account may trade and one is open with a book; absent before that.'),
  exits: metric('gauge', 'evenkeel_strategy_exits', ['strategy'], 'Positions that were liquidated until flat, in the session.'),
  exitMean: metric('gauge', 'evenkeel_strategy_exit_mean_seconds', ['strategy'], 'Mean time from the beginning of a liquidation until flat; absent before one.'),
  exitLongest: metric('gauge', 'evenkeel_strategy_exit_longest_seconds', ['strategy'], 'Longest time from the beginning of a liquidation until flat; absent before one.'),
  loopDelay: metric('gauge', 'evenkeel_event_loop_delay_seconds', ['quantile'], 'Delay of the event loop since the last scrape: 0.5, 0.99, 1 (maximum).'),
  heapUsed: metric('gauge', 'evenkeel_heap_used_bytes', [], 'JavaScript heap in use.'),
  resident: metric('gauge', 'evenkeel_resident_memory_bytes', [], 'Resident memory of the process.'),
} as const satisfies Readonly<Record<string, MetricSpec>>;

export type MetricKey = keyof typeof METRICS;
