// The files of a bot whose account is at a rehearsal.

import type { Rehearsal } from '../../src/rehearsal/rehearsal.ts';

export const RAIN = 'will-it-rain-in-lisbon';
/** Of `strategiesOf`, in shares. */
export const POSITION_LIMIT = 60;

export const strategiesOf = (markets: readonly string[], quote = 'halfSpread: 1c, size: 20 shares, layers: { count: 2, step: 1 tick }', tolerance = '1 tick'): string => `profile: rehearsed
strategies:
  one:
    kind: market-maker
    markets: { venue: polymarket, include: [${markets.map((name) => `"${name}"`).join(', ')}] }
    quote: { fairValue: mid, ${quote}, refresh: { tolerance: ${tolerance}, minRest: 200ms } }
    limits: { position: ${POSITION_LIMIT} shares, openOrders: 12 }
`;

/** What a bot has to know of a rehearsal. */
export type RehearsalLine = Pick<Rehearsal, 'urls' | 'account'>;

export const profileOf = ({ urls, account }: RehearsalLine, port = 8787): string => {
  const { clob, gamma, data, relayer, wsMarket, wsUser, polybolt, rtds } = urls;
  const type = ['eoa', 'proxy', 'safe', 'deposit-wallet'][account.signatureType];
  return `mode: rehearsal
venues:
  polymarket:
    wallet: { type: ${type}, address: "${account.funder}", key: "\${env:REHEARSAL_KEY}" }
    heartbeat: 2s
    hosts: ${JSON.stringify({ clob, gamma, data, relayer, wsMarket, wsUser, polybolt, rtds })}
limits: { grossNotional: $50_000, dailyLoss: $1_000, drawdown: { halt: $2_000 }, ordersPerMinute: 100_000 }
storage: { journal: ../data/rehearsed.db }
api: { listen: 127.0.0.1:${port} }
`;
};
