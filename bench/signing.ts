// What an order costs before it goes out: prepare (amounts, hash, id), sign, and the body and headers of its request. Budget
// 60 µs for prepare and sign together, for a plain wallet and for a deposit wallet. Checks a signature before it measures.

import secp256k1 from 'secp256k1';
import { price, size, timestamp } from '../src/core/domain/numbers.ts';
import { keccak256 } from '../src/venues/polymarket/signing/keccak256.ts';
import { orderBody } from '../src/venues/polymarket/signing/order-body.ts';
import { OrderSigner, type OrderWish, type PreparedOrder } from '../src/venues/polymarket/signing/order-signer.ts';
import { l2Headers } from '../src/venues/polymarket/signing/request-signature.ts';
import { line, machine, nanosecondsPer } from './measure.ts';

const privateKey = Buffer.alloc(32, 7);
const wallet = `0x${'11'.repeat(20)}`;
const credentials = { key: '7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2', secret: Buffer.alloc(32, 1), passphrase: Buffer.from('passphrase') };

const wish = (i: number): OrderWish => ({
  tokenId: '71321045679252212594626385532706912750332728571942532289631379312455583992563', action: i % 2 === 0 ? 'buy' : 'sell', price: price((1 + (i % 98)) * 10_000),
  size: size((5 + (i % 500)) * 1_000_000), tick: price(10_000), version: 'v1', negRisk: i % 3 === 0, clientId: `s1-${i}`, ts: timestamp(1_800_000_000_000 + i), postOnly: true,
});

function prepared(signer: OrderSigner, i: number): PreparedOrder {
  const order = signer.prepare(wish(i));
  if (order.kind === 'refused') throw new Error(order.detail);
  return order;
}

const plain = new OrderSigner({ privateKey, walletType: 0, funder: null }, 137);
const deposit = new OrderSigner({ privateKey, walletType: 3, funder: wallet }, 137);
const checked = prepared(plain, 1);
const signature = Buffer.from(plain.sign(checked).signature.slice(2), 'hex');
if (!secp256k1.ecdsaVerify(signature.subarray(0, 64), checked.digest, secp256k1.publicKeyCreate(privateKey))) throw new Error('what is measured signs nothing');

let kept = 0;
// Batches short enough that most of them run without being interrupted.
const micros = (operation: (i: number) => void): number => nanosecondsPer(3_000, 10, operation) / 1000;
const block = Buffer.alloc(100);
const body = orderBody(plain.sign(checked), credentials.key);

console.log(`signing · ${machine()}`);
console.log(line('prepare and sign, own key', micros((i) => { kept += plain.sign(prepared(plain, i)).signature.length; }), 'µs', 60));
console.log(line('prepare and sign, deposit wallet', micros((i) => { kept += deposit.sign(prepared(deposit, i)).signature.length; }), 'µs', 60));
console.log(`    of these: prepare ${micros((i) => { kept += prepared(plain, i).salt; }).toFixed(1)} µs · one hash ${micros((i) => { block.writeUInt32BE(i); kept += keccak256(block).length; }).toFixed(1)} µs`
  + ` · signature ${micros((i) => { block.writeUInt32BE(i); kept += secp256k1.ecdsaSign(block.subarray(0, 32), privateKey).recid; }).toFixed(1)} µs`);
console.log(`    behind these: body ${micros((i) => { kept += orderBody({ prepared: { ...checked, salt: i }, parties: plain.parties, signature: '0x' }, credentials.key).length; }).toFixed(1)} µs`
  + ` · headers ${micros((i) => { kept += l2Headers(wallet, credentials, 1_800_000_000 + i, 'POST', '/order', body).POLY_SIGNATURE.length; }).toFixed(1)} µs`);
if (kept === 0) throw new Error('nothing was done');
