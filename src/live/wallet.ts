// The wallet of a profile's account, opened for an operator: what it holds, read from the chain, and its way to act there.

import { join } from 'node:path';
import type { PolymarketSettings, WalletType } from '../config/venue-settings.ts';
import { EvenkeelError } from '../errors/define.ts';
import { WALLET_ERRORS } from '../errors/wallet.ts';
import type { SecretSources } from '../keys/resolve-secret.ts';
import type { LiveVenueRequest } from '../runtime/live-venue.ts';
import { heldMarkets } from '../venues/polymarket/account/held-conditions.ts';
import { accountActions, nodeAt, type ChainSurroundings } from '../venues/polymarket/chain/account-actions.ts';
import { Balances } from '../venues/polymarket/chain/balances.ts';
import type { ChainActions } from '../venues/polymarket/chain/chain-actions.ts';
import { claimableMarkets } from '../venues/polymarket/chain/claimable-markets.ts';
import type { Claimable } from '../venues/polymarket/chain/claims.ts';
import type { JsonRpc } from '../venues/polymarket/chain/json-rpc.ts';
import { getJsonFrom } from '../venues/polymarket/discovery/get-json.ts';
import { hostsOf } from '../venues/polymarket/hosts.ts';
import { VENUE } from '../venues/polymarket/market-side.ts';
import { orderParties } from '../venues/polymarket/signing/signing-account.ts';
import { accountKeys } from './account-keys.ts';
import { ActionRecord } from './action-record.ts';
import { clobAccess } from './clob-access.ts';
import { recordedActions } from './recorded-actions.ts';

export interface WalletOptions {
  readonly askPassphrase: SecretSources['askPassphrase'];
  readonly surroundings: ChainSurroundings;
  /** What is sent, with its hash. */
  readonly say: (text: string) => void;
}

export interface Wallet {
  /** As the lock of the account knows it. */
  readonly id: string;
  readonly type: WalletType;
  /** Of the key. */
  readonly signer: string;
  /** Where the money is. */
  readonly account: string;
  readonly surroundings: ChainSurroundings;
  readonly rpc: JsonRpc;
  readonly balances: Balances;
  /** What an earlier process had under way. */
  readonly record: ActionRecord;
  readonly claimsFile: string;
  /** Null where nothing can be sent from here; `openWallet` has then been asked to look only. */
  readonly actions: ChainActions | null;
  claimable(): Promise<readonly Claimable[]>;
  /** Has the venue look at the collateral anew. Null, or why it did not. */
  refresh(): Promise<string | null>;
  /** Wipes the secrets. */
  close(): Promise<void>;
}

/** `mayAct` false: to look only. Throws MM_WALLET_…, MM_KEYS_…. */
export async function openWallet({ config: { mode, profile, venues }, directory, environment }: LiveVenueRequest, mayAct: boolean, { askPassphrase, surroundings, say }: WalletOptions): Promise<Wallet> {
  const settings = venues?.polymarket ?? null;
  if (settings === null || settings.wallet === null) throw new EvenkeelError(WALLET_ERRORS.noAccount, `profile ${profile} names no wallet`);
  if (mayAct) refuseWhatCannotAct(settings, profile);
  if (settings.rpc === null) throw new EvenkeelError(WALLET_ERRORS.noNode, `profile ${profile} names no node of the chain`);
  const keys = await accountKeys(settings, mode, { environment, folder: directory, askPassphrase });
  try {
    const { privateKey, walletType, funder, rpcUrl, relayer } = keys;
    const { address, maker } = orderParties({ privateKey, walletType, funder });
    const hosts = hostsOf(settings.hosts);
    const rpc = nodeAt(rpcUrl ?? '');
    const record = new ActionRecord(join(directory, 'data', `chain-${maker.toLowerCase()}.json`));
    const actions = mayAct ? accountActions({ privateKey, walletType, wallet: maker, rpc, relayer: relayer === null ? null : { url: hosts.relayer, ...relayer }, unproved: record.read(), surroundings }) : null;
    const balances = new Balances(rpc, surroundings.contracts);
    const clob = clobAccess({ origin: hosts.clob, keys, address });
    return {
      id: `${VENUE}-${maker.toLowerCase()}`, type: settings.wallet.type, signer: address, account: maker, surroundings, rpc, balances, record,
      claimsFile: join(directory, 'data', `claims-${maker.toLowerCase()}.json`), actions: actions === null ? null : recordedActions(actions, record, say),
      async claimable() {
        const held = await heldMarkets(getJsonFrom(hosts.data), maker);
        if (held.kind !== 'ok') throw new EvenkeelError(WALLET_ERRORS.unreachable, `where tokens are held is not known: ${held.detail}`);
        return claimableMarkets(balances, surroundings.contracts, maker, held.value);
      },
      async refresh() {
        try {
          const answer = await (await clob.connected()).rest.updateBalanceAllowance({ kind: 'collateral' });
          return answer.outcome === 'ok' ? null : answer.detail;
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
      },
      async close() {
        await clob.close();
        keys.close();
      },
    };
  } catch (error) {
    keys.close();
    throw error;
  }
}

/** Before any secret is read. */
function refuseWhatCannotAct({ wallet, relayer }: PolymarketSettings, profile: string): void {
  const type = wallet?.type;
  if (type === 'proxy' || type === 'safe') throw new EvenkeelError(WALLET_ERRORS.notFromHere, `the wallet of profile ${profile} is a ${type === 'safe' ? 'Safe' : 'proxy'}: its actions are not sent from here`);
  if (type === 'deposit-wallet' && relayer === null) throw new EvenkeelError(WALLET_ERRORS.noRelayer, `profile ${profile} has a deposit wallet and no \`relayer\``);
}
