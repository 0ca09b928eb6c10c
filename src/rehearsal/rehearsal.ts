// A whole Polymarket on the loopback: opens its servers, puts markets and people into it, and a funded account beside them.

import { createHash } from 'node:crypto';
import { id } from 'ethers';
import { EvenkeelError } from '../errors/define.ts';
import { REHEARSAL_ERRORS } from '../errors/rehearsal.ts';
import { Accounts, type AccountTerms, type OpenedAccount } from './accounts/accounts.ts';
import { ApiKeys, uuidOf } from './accounts/api-keys.ts';
import type { SignatureType } from './accounts/wallet.ts';
import { Agenda } from './agenda.ts';
import { Auditor, type Audit } from './audit/auditor.ts';
import { REAL_CLOCK, type RehearsalClock } from './clock.ts';
import { controlRoutes } from './control-routes.ts';
import { FaultBoard } from './faults/fault-board.ts';
import { faultSchema, type FaultRequest } from './faults/fault.ts';
import { strikeNow } from './faults/strike-now.ts';
import { Crowd } from './market/crowd.ts';
import { listedMarkets } from './market/listed-markets.ts';
import { RehearsalMarket } from './market/market.ts';
import { Series } from './market/series.ts';
import { openServers, type RehearsalUrls } from './open-servers.ts';
import { Playback, type PlayedTape } from './recording/playback.ts';
import { ReferencePrice } from './reference/reference-price.ts';
import { ChainLog } from './trading/chain-log.ts';
import { Exchange } from './trading/exchange.ts';
import type { TakerDelay } from './trading/place-order.ts';
import { redeemByItself } from './trading/redeem.ts';
import type { SettlementDelays } from './trading/settlement.ts';

export interface RehearsalOptions {
  readonly clock?: RehearsalClock;
  readonly seed?: number;
  /** At least six: one of each kind, and the windows of the series count as one. */
  readonly markets?: number;
  /** True: nobody trades but those who connect. */
  readonly isQuiet?: boolean;
  /** How often the others act, against the usual. */
  readonly pace?: number;
  /** Length of a window of the series. */
  readonly windowMs?: number;
  /** The first of six ports in a row; 0 for any that are free. */
  readonly port?: number;
  readonly signatureType?: SignatureType;
  /** Dollars of the account. */
  readonly cash?: number;
  /** The same text gives the same key; absent: a key made anew. */
  readonly keySeed?: string;
  readonly takerDelay?: TakerDelay;
  readonly settlement?: SettlementDelays;
  /** Its markets in place of the made-up ones, and nobody else in them. No reference price is told: a made-up one would belong to other books. */
  readonly tape?: PlayedTape;
}

export interface Rehearsal {
  readonly urls: RehearsalUrls;
  readonly account: OpenedAccount;
  /** For the headers of the relayer. */
  readonly relayerApiKey: string;
  /** Condition ids and traded ids of what is open now. */
  markets(): readonly ListedMarket[];
  openAccount(terms: Omit<AccountTerms, 'cash'> & { readonly cash?: number }): OpenedAccount;
  /** Throws where the menu has no such fault. */
  fault(request: FaultRequest): void;
  /** Ends every fault and mode. What was lost stays lost. */
  heal(): void;
  audit(): Audit;
  close(): Promise<void>;
}

export interface ListedMarket {
  readonly slug: string; readonly conditionId: string; readonly tokenIds: readonly [string, string]; readonly version: 'v1' | 'v2'; readonly negRisk: boolean;
}

const DOLLARS = 1_000_000;
const USUAL_CASH = 10_000;
const SECOND = 1_000;

export async function startRehearsal(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const { clock = REAL_CLOCK, seed = 1, markets = 6, isQuiet = false, pace = 1, windowMs = 300_000, port = 0, signatureType = 0, cash = USUAL_CASH, keySeed } = options;
  const openPlayback = options.tape === undefined ? null : await Playback.open(options.tape);
  const agenda = new Agenda(clock);
  const now = (): number => agenda.now();
  const faults = new FaultBoard(now);
  const accounts = new Accounts();
  const exchange = new Exchange({ seed, agenda, accounts, faults, settlement: options.settlement ?? { minedMs: 1_500, confirmedMs: 2_500 } });
  const chain = new ChainLog(now);
  const reference = new ReferencePrice(seed);
  const auditor = new Auditor(exchange);
  const crowd = new Crowd(exchange, seed);
  const keys = new ApiKeys(`evenkeel/${seed}`);
  redeemByItself(exchange, chain);
  const account = accounts.open({ signatureType, cash: cash * DOLLARS, ...(keySeed === undefined ? {} : { key: id(`evenkeel rehearsal ${keySeed}`) }) });
  const series = new Series(reference, {
    now, at: (when, work) => { agenda.at(when, work); }, list: (market) => { crowd.enter(market); }, resolve: (market, paid) => { exchange.resolve(market, paid); },
  }, { seed, windowMs, isQuiet, pace });
  const fault = (request: FaultRequest): string | null => strikeNow(faultSchema.parse(request), { exchange, drop: (channel) => { servers.sockets.drop(channel); } });
  const heal = (): void => {
    faults.heal();
    exchange.mode.heal();
  };
  const servers = await openServers({
    exchange, agenda, faults, keys, chain, reference, auditor, metadata: (slug) => series.prices(slug), relayerApiKey: uuidOf(createHash('sha256').update(`${seed}/relayer`).digest()),
    takerDelay: options.takerDelay ?? { ms: 150, answers: 'final' }, controls: controlRoutes({ fault, heal, audit: () => auditor.report() }),
  }, port).catch((error: unknown) => {
    agenda.close();
    throw new EvenkeelError(REHEARSAL_ERRORS.cannotListen, `the rehearsal cannot open its ports: ${error instanceof Error ? error.message : String(error)}`);
  });
  const playback = openPlayback?.(exchange) ?? null;
  if (playback !== null) playback.start();
  else {
    for (const terms of listedMarkets(markets, { seed, now: now(), pace, isQuiet })) crowd.enter(new RehearsalMarket(terms));
    reference.step();
    servers.publishReference();
    series.start();
    agenda.every(SECOND, () => {
      reference.step();
      servers.publishReference();
    });
  }
  return {
    urls: servers.urls, account, relayerApiKey: servers.relayerApiKey,
    markets: () => exchange.markets().filter(({ isOpen }) => isOpen).map(({ terms, tokenIds }) => ({ slug: terms.slug, conditionId: terms.ids.conditionId, tokenIds, version: terms.version, negRisk: terms.negRisk })),
    openAccount: (terms) => accounts.open({ ...terms, cash: (terms.cash ?? USUAL_CASH) * DOLLARS }),
    fault(request) {
      const problem = fault(request);
      if (problem !== null) throw new RangeError(problem);
    },
    heal, audit: () => auditor.report(),
    async close() {
      agenda.close();
      await playback?.close();
      await servers.close();
    },
  };
}
