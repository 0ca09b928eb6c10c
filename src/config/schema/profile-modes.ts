// What a profile of each mode has to say, and what nobody would read in it: an account where nothing is signed, limits and
// a token where there is money.

import type { z } from 'zod';
import { POLYMARKET_HOSTS } from '../venue-settings.ts';
import { fault } from './scalars.ts';
import { isLoopbackUrl, type venues } from './venues.ts';

interface Written {
  readonly mode: 'demo' | 'paper' | 'live' | 'rehearsal';
  readonly limits: { readonly grossNotional?: number | undefined; readonly dailyLoss?: number | undefined; readonly drawdown?: { readonly halt?: number | undefined } | undefined };
  readonly venues?: z.output<typeof venues> | undefined;
  readonly canary?: object | undefined;
  readonly gate?: object | undefined;
  readonly api: { readonly token?: unknown };
}

const PRIVATE = ['wallet', 'credentials', 'relayer', 'rpc'] as const;

export function modeFaults(written: Written, context: z.RefinementCtx): void {
  const { mode, venues: accounts, canary, gate } = written;
  if (mode === 'live') liveFaults(written, context);
  if (mode === 'rehearsal') rehearsalFaults(written, context);
  if (mode === 'live' || mode === 'rehearsal') return;
  for (const [key, value] of Object.entries({ canary, gate })) {
    if (value !== undefined) fault(context, 'contradiction', `\`${key}\` is of sessions that send orders to a venue, and this one is ${mode}`, 'move it to the profile of `mode: live`', [key], 'key');
  }
  if (accounts === undefined) return;
  if (mode === 'demo') return fault(context, 'contradiction', 'the demo makes its own market and asks no venue', 'remove it, or write `mode: paper`', ['venues'], 'key');
  for (const key of PRIVATE) {
    if (accounts.polymarket?.[key] !== undefined) fault(context, 'contradiction', 'paper signs nothing and asks for no account', 'move it to the profile of `mode: live`', ['venues', 'polymarket', key], 'key');
  }
}

/** Without these nothing stands between a mistake and the account. */
function liveFaults({ limits, venues: accounts, api }: Written, context: z.RefinementCtx): void {
  const needed: readonly (readonly [string, unknown, string])[] = [
    ['limits.grossNotional', limits.grossNotional, 'limits: { grossNotional: $2_000 }'],
    ['limits.dailyLoss', limits.dailyLoss, 'limits: { dailyLoss: $100 }'],
    ['limits.drawdown.halt', limits.drawdown?.halt, 'limits: { drawdown: { halt: $120 } }'],
    ['api.token', api.token, 'api: { token: "${env:EVENKEEL_TOKEN}" }'],
    ['venues.polymarket.wallet', accounts?.polymarket?.wallet, 'venues: { polymarket: { wallet: { … } } }'],
  ];
  for (const [path, value, example] of needed) {
    if (value === undefined) fault(context, 'missing', `trading with money needs \`${path}\``, `add \`${example}\``, ['mode']);
  }
}

/**
 * Whatever is rehearsed stays on this machine. Without hosts the simulator is started with the session, with an account of its
 * own. Otherwise all are named, used or not: what is not would be the venue's own.
 */
function rehearsalFaults({ venues: accounts }: Written, context: z.RefinementCtx): void {
  const polymarket = accounts?.polymarket;
  if (polymarket === undefined) return fault(context, 'missing', 'a rehearsal needs `venues.polymarket`', 'add `venues: { polymarket: { heartbeat: 5s } }`', ['mode']);
  const at = (...path: readonly string[]): string[] => ['venues', 'polymarket', ...path];
  if (polymarket.hosts === undefined) {
    for (const key of PRIVATE) {
      if (polymarket[key] !== undefined) fault(context, 'contradiction', 'the simulator that starts with the session has an account of its own', `remove \`${key}\`, or add the \`hosts\` of a simulator that runs`, at(key), 'key');
    }
    return;
  }
  const { hosts, wallet, rpc } = polymarket;
  for (const name of POLYMARKET_HOSTS) {
    const url = hosts[name];
    if (url !== undefined && !isLoopbackUrl(url)) fault(context, 'contradiction', 'a rehearsal stays on this machine', 'write the address that `evenkeel rehearse` prints', at('hosts', name));
  }
  const missing = POLYMARKET_HOSTS.filter((name) => hosts[name] === undefined);
  if (missing.length > 0) {
    fault(context, 'missing', `without ${missing.map((name) => `\`${name}\``).join(', ')} this rehearsal would ask the venue's own servers`, 'add what `evenkeel rehearse --json` prints under these names, or remove `hosts` and `wallet`: a simulator then starts with the session', at('hosts'), 'key');
  }
  if (rpc?.from === 'text' && !isLoopbackUrl(rpc.text)) fault(context, 'contradiction', 'a rehearsal stays on this machine', 'write the address of a node on this machine', at('rpc'));
  if (wallet === undefined) fault(context, 'contradiction', 'a simulator that runs already knows only the account that it printed', 'add the `wallet` that `evenkeel rehearse` printed', at('hosts'), 'key');
}
