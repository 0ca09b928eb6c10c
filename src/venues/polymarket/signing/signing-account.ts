// Whose orders are signed: the key, the wallet that holds the money, and how the venue verifies the one for the other.

import { EvenkeelError } from '../../../errors/define.ts';
import { KEYS_ERRORS } from '../../../errors/keys.ts';
import { addressOf, checksumAddress, isAddress } from './wallet-address.ts';

/** 0: the key's own address · 1: proxy wallet · 2: Safe · 3: deposit wallet, which verifies by contract (ERC-1271). */
export type WalletType = 0 | 1 | 2 | 3;

export interface SigningAccount {
  /** 32 bytes, not copied: wiping them ends signing. */
  readonly privateKey: Uint8Array;
  readonly walletType: WalletType;
  /** The wallet that holds the money; null for type 0, which is its own. */
  readonly funder: string | null;
  /** 0x and 64 digits; absent: no builder is credited. */
  readonly builder?: string;
}

/** The public side of an account, as orders carry it. */
export interface OrderParties {
  /** Of the key; what requests are authenticated as. */
  readonly address: string;
  readonly maker: string;
  readonly signer: string;
  readonly walletType: WalletType;
  readonly builder: string;
}

export const ZERO_BYTES32 = `0x${'0'.repeat(64)}`;

export function orderParties({ privateKey, walletType, funder, builder = ZERO_BYTES32 }: SigningAccount): OrderParties {
  const address = addressOf(privateKey);
  if (!/^0x[0-9a-fA-F]{64}$/.test(builder)) throw new EvenkeelError(KEYS_ERRORS.wallet, 'a builder code is 0x and 64 hex digits');
  const maker = makerOf(address, walletType, funder);
  return { address, maker, signer: walletType === 3 ? maker : address, walletType, builder };
}

function makerOf(address: string, walletType: WalletType, funder: string | null): string {
  if (funder !== null && !isAddress(funder)) throw new EvenkeelError(KEYS_ERRORS.wallet, `${funder} is no address`, { funder });
  if (walletType === 0) {
    if (funder !== null && checksumAddress(funder) !== address) {
      throw new EvenkeelError(KEYS_ERRORS.wallet, `wallet type 0 trades from the key's own address ${address}, and the funder is ${funder}`, { funder, address });
    }
    return address;
  }
  if (funder === null) throw new EvenkeelError(KEYS_ERRORS.wallet, `wallet type ${walletType} needs the address of its wallet`, { walletType });
  return checksumAddress(funder);
}
