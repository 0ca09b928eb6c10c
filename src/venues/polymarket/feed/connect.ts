// A WebSocket connection as the feeds need it, over `ws`: text in, text out, one word when it is over. Frames larger than a
// whole market could be end the connection.

import { WebSocket, type RawData } from 'ws';

export interface ConnectionHandlers {
  readonly opened: () => void;
  readonly said: (text: string) => void;
  /** An answer to a ping of the protocol, or a ping of the other side. */
  readonly pulsed: () => void;
  /** Exactly once, also where the connection never opened. */
  readonly closed: (code: number, reason: string) => void;
}
export interface Connection {
  send(text: string): void;
  /** A ping of the protocol, not of the application. */
  ping(): void;
  /** Ends it without waiting for the other side. */
  cut(): void;
}
export type Connect = (url: string, handlers: ConnectionHandlers) => Connection;

/** The largest first frame is that of 200 tokens of a thousand levels, at some 40 bytes each. */
const MOST_BYTES = 16 * 1_024 * 1_024;
const HANDSHAKE_MS = 10_000;
/** What the protocol calls a connection that ended without saying so. */
const ABNORMAL = 1_006;

export const connectByWebSocket: Connect = (url, handlers) => {
  const socket = new WebSocket(url, { maxPayload: MOST_BYTES, handshakeTimeout: HANDSHAKE_MS, perMessageDeflate: false });
  let error = '';
  socket.on('open', handlers.opened);
  socket.on('message', (data: RawData) => { handlers.said(textOf(data)); });
  socket.on('ping', handlers.pulsed);
  socket.on('pong', handlers.pulsed);
  // It is followed by a close.
  socket.on('error', ({ message }) => { error = message; });
  socket.on('close', (code, reason) => { handlers.closed(error === '' ? code : ABNORMAL, error === '' ? reason.toString('utf8') : error); });
  return {
    send: (text) => { if (socket.readyState === WebSocket.OPEN) socket.send(text); },
    ping: () => { if (socket.readyState === WebSocket.OPEN) socket.ping(); },
    cut: () => { socket.terminate(); },
  };
};

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
}
