// What the doctor asks of a venue and of the account there, before a session with orders is opened.

import type { CompiledConfig } from '../config/compiled-config.ts';
import { writeCash, writeSize } from '../config/write-units.ts';
import type { CarriedState } from '../core/domain/events.ts';
import type { VenueDoctor } from '../venues/doctor.ts';
import { failed, ok, warning, type Check, type Judgement } from './doctor.ts';

export interface VenueContext {
  readonly config: CompiledConfig;
  readonly doctor: VenueDoctor;
  /** What the journal says is held; null where the account was never traded from here. */
  readonly carried: CarriedState | null;
}

/** Requests are signed with the time: beyond this the venue may take them for old. Placeholder until its own bound is measured. */
const CLOCK_FAILS_MS = 5_000;
const CLOCK_WARNS_MS = 500;

/** Nothing to trade with, or all of it at work. */
async function withoutCash(doctor: VenueDoctor): Promise<Judgement> {
  const remedy = 'Deposit what the limits allow to be held.';
  const { length: resting } = await doctor.openOrders();
  if (resting > 0) return warning(`$0, and ${resting} orders rest`, remedy);
  const { length: held } = await doctor.positions();
  return held > 0 ? warning(`$0, and positions are held in ${held} markets`, remedy) : failed('$0', remedy);
}

const listed = (items: readonly string[], most = 5): string => (items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`);
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether the venue would take the orders of this account at all: a few requests, none to the chain. What a session after a crash is held for. */
export const ACCOUNT_CHECKS: readonly Check<VenueContext>[] = [
  {
    name: 'clock', unasked: 'Check the network, and `venues.polymarket.hosts`.',
    async ask({ doctor }) {
      const ahead = Math.round(await doctor.clockAhead());
      const measured = `our clock is ${Math.abs(ahead)} ms ${ahead < 0 ? 'behind' : 'ahead of'} the venue's`;
      const remedy = 'Let the machine keep time by NTP (`timedatectl set-ntp true`).';
      return Math.abs(ahead) > CLOCK_FAILS_MS ? failed(measured, remedy) : Math.abs(ahead) > CLOCK_WARNS_MS ? warning(measured, remedy) : ok(measured);
    },
  },
  {
    name: 'wallet', unasked: 'Check `venues.polymarket.wallet`.',
    async ask({ doctor }) {
      const { type, signer, funder, expectedFunder } = await doctor.wallet();
      const measured = `${type}: ${signer} signs for ${funder}`;
      if (type === 'eoa' && !same(signer, funder)) return failed(measured, 'An eoa trades from the address of its key: leave `address` out, or write the `type` that the address is.');
      if (type !== 'eoa' && same(signer, funder)) return failed(measured, `A ${type} has an address of its own: write it in \`address\`, or write \`type: eoa\`.`);
      if (expectedFunder !== null && !same(expectedFunder, funder)) return failed(`${measured}; the ${type} of this key is ${expectedFunder}`, 'Correct `address`, `type` or `key`: they do not belong together.');
      return ok(measured);
    },
  },
  {
    name: 'API key', unasked: 'Check `credentials`, or remove them so that they are derived with the key.',
    async ask({ doctor }) {
      const [owner, { signer, funder }] = [await doctor.apiKeyOwner(), await doctor.wallet()];
      if (same(owner, signer) || same(owner, funder)) return ok(`belongs to ${owner}`);
      return failed(`belongs to ${owner}, and orders are signed by ${signer}`, 'Remove `credentials`, so that they are derived with this key.');
    },
  },
  {
    name: 'restrictions', unasked: 'Check the network.',
    async ask({ doctor }) {
      const { isClosedOnly, isBlocked, country } = await doctor.restrictions();
      const from = country === null ? '' : ` from ${country}`;
      if (isBlocked) return failed(`the venue refuses orders${from}`, 'Trade only where the venue allows it.');
      return isClosedOnly ? failed(`the account may only close positions${from}`, 'Ask the venue. Until it lifts this only what reduces a position is taken.') : ok(`none${from}`);
    },
  },
];

export const VENUE_CHECKS: readonly Check<VenueContext>[] = [
  ...ACCOUNT_CHECKS,
  {
    name: 'deployment', unasked: 'Check `venues.polymarket.rpc`.',
    async ask({ doctor }) {
      const isDeployed = await doctor.isDeployed();
      if (isDeployed === false) return failed('the wallet is not deployed', 'Make the first trade or deposit on the venue\'s site: it deploys the wallet.');
      return ok(isDeployed === null ? 'nothing to ask: an eoa needs none, and without `rpc` nobody says' : 'the wallet is deployed');
    },
  },
  {
    name: 'approvals', unasked: 'Check `venues.polymarket.rpc`.',
    async ask({ doctor }) {
      const approvals = await doctor.approvals();
      const missing = approvals.filter(({ isGranted }) => !isGranted);
      if (missing.length === 0) return ok(`all ${approvals.length} granted`);
      return failed(`missing: ${listed(missing.map(({ what, neededFor }) => `${what} (for ${neededFor})`))}`, 'Grant them with the first trade on the venue\'s site, or by the account\'s owner.');
    },
  },
  {
    name: 'balance', unasked: 'Check the network; the venue did not say what the account holds.',
    async ask({ doctor, config: { limits: { grossNotional } } }) {
      const balance = await doctor.balance();
      if (balance === 0) return withoutCash(doctor);
      if (grossNotional !== null && balance < grossNotional) return warning(`${writeCash(balance)}, and \`limits.grossNotional\` is ${writeCash(grossNotional)}`, 'Nothing breaks: orders beyond the balance are not sent. Deposit more, or lower the limit.');
      return ok(writeCash(balance));
    },
  },
  {
    name: 'market terms', unasked: 'Check the network, and the `markets` of the strategies.',
    async ask({ doctor }) {
      const terms = await doctor.marketTerms();
      if (terms.length === 0) return warning('no market of the strategies was found', 'Check `markets` of the strategies: `include`, `select` and `series` name what the venue lists.');
      const differing = terms.flatMap(({ market, difference }) => (difference === null ? [] : [`${market}: ${difference}`]));
      return differing.length === 0 ? ok(`ticks and fees of ${terms.length} markets agree`) : failed(listed(differing), 'Wait until the venue agrees with itself, or exclude these markets.');
    },
  },
  {
    name: 'open orders', unasked: 'Check `credentials`.',
    async ask({ doctor }) {
      const orders = await doctor.openOrders();
      if (orders.length === 0) return ok('none');
      return warning(`${orders.length} rest in ${listed([...new Set(orders.map(({ market }) => market))])}`, 'The session counts them before it sends anything; those that the journal does not know keep it from adding. Cancel what is not the bot\'s.');
    },
  },
  {
    name: 'positions', unasked: 'Check `venues.polymarket.hosts.data`.',
    async ask({ doctor, carried }) {
      const positions = await doctor.positions();
      const unknown = positions.filter(({ market, yes, no }) => carried?.markets[market]?.yes !== yes || carried.markets[market]?.no !== no);
      if (unknown.length === 0) return ok(`${positions.length} held, as the journal says`);
      return warning(listed(unknown.map(({ market, yes, no }) => `${market}: ${writeSize(yes)} YES, ${writeSize(no)} NO, not as the journal says`)), 'The venue wins for what exists: the session takes it over, at what it is worth then.');
    },
  },
  {
    name: 'heartbeat', unasked: 'Check `credentials`, or write `heartbeat: off` and know that orders then outlive a bot that hangs.',
    async ask({ doctor, config: { venues } }) {
      if ((venues?.polymarket?.heartbeatMs ?? null) === null) return warning('off', 'Write `heartbeat: 5s`, so that the venue cancels everything when the bot hangs.');
      await doctor.heartbeat();
      return ok('answered');
    },
  },
  {
    name: 'user feed', unasked: 'Check `credentials` and `venues.polymarket.hosts.wsUser`.',
    async ask({ doctor }) {
      await doctor.userFeed();
      return ok('authenticated');
    },
  },
];
