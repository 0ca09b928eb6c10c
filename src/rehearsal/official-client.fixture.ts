// The venue's own client, unmodified, on an account of a rehearsal.

import { ClobClient, type ApiKeyCreds, type ClobClientOptions } from '@polymarket/clob-client-v2';
import { Wallet, type TypedDataDomain, type TypedDataField } from 'ethers';
import type { OpenedAccount } from './accounts/accounts.ts';

/** The client knows signers by the shape they had in an earlier ethers. */
function signerOf({ key }: OpenedAccount): NonNullable<ClobClientOptions['signer']> {
  const wallet = new Wallet(key);
  return {
    getAddress: () => wallet.getAddress(),
    _signTypedData: (domain: TypedDataDomain, types: Record<string, TypedDataField[]>, value: Record<string, unknown>) => wallet.signTypedData(domain, types, value),
  } as NonNullable<ClobClientOptions['signer']>;
}

export function officialClient(host: string, account: OpenedAccount, creds?: ApiKeyCreds): ClobClient {
  return new ClobClient({
    host, chain: 137, signer: signerOf(account), signatureType: account.signatureType, useServerTime: true,
    ...(account.funder === account.address ? {} : { funderAddress: account.funder }), ...(creds === undefined ? {} : { creds }),
  });
}

/** With a key of its own. */
export async function tradingClient(host: string, account: OpenedAccount): Promise<{ readonly client: ClobClient; readonly creds: ApiKeyCreds }> {
  const creds = await officialClient(host, account).createApiKey();
  return { client: officialClient(host, account, creds), creds };
}
