// The WebSocket server: one address, one path for each channel. Answers pings or sends them, drops who is silent for too long,
// and lets the faults of the menu strike between a channel and its clients.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Agenda } from '../agenda.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { LOOPBACK } from '../http/http-server.ts';

export type ChannelName = 'market' | 'user' | 'polybolt' | 'rtds';

export interface ChannelClient {
  /** A frame of the channel: faults may swallow or repeat it. */
  send(text: string): void;
  close(code: number, reason: string): void;
}

export interface Channel {
  /** It is the server that pings, by the protocol; the client's word PING is text like any other. */
  readonly serverPings?: boolean;
  /** Whether a ping is welcome: the venue hangs up on one that comes before a subscription. */
  mayPing(client: ChannelClient): boolean;
  /** Text that is no ping. */
  received(client: ChannelClient, text: string): void;
  left(client: ChannelClient): void;
}

export interface SocketServerOptions { readonly agenda: Agenda; readonly faults: FaultBoard; readonly channels: Readonly<Record<ChannelName, Channel>> }

export const CHANNEL_PATHS: Readonly<Record<ChannelName, string>> = { market: '/ws/market', user: '/ws/user', polybolt: '/polybolt', rtds: '/rtds' };
const SILENT_MS = 125_000;
const POLICY = 1008;
const SERVER_PINGS_MS = 25_000;
const MOST_PONGS_MISSED = 2;
const NO_PONG = 4_002;

export class SocketServer {
  readonly #options: SocketServerOptions;
  readonly #http = createServer((_request, response) => { response.writeHead(404).end(); });
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #open = new Map<WebSocket, ChannelName>();

  constructor(options: SocketServerOptions) { this.#options = options; }

  async listen(port: number): Promise<string> {
    this.#http.on('upgrade', (request, socket, head) => {
      const [path = ''] = (request.url ?? '').split('?');
      const name = (Object.keys(CHANNEL_PATHS) as ChannelName[]).find((channel) => CHANNEL_PATHS[channel] === path);
      if (name === undefined) return socket.destroy();
      return this.#sockets.handleUpgrade(request, socket, head, (accepted) => { this.#welcome(accepted, name); });
    });
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, LOOPBACK, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
    return `ws://${LOOPBACK}:${(this.#http.address() as AddressInfo).port}`;
  }

  /** Cuts the sockets of a channel, or all of them. */
  drop(channel: ChannelName | undefined): void {
    for (const [socket, name] of this.#open) if (channel === undefined || name === channel) socket.terminate();
  }

  async close(): Promise<void> {
    this.drop(undefined);
    await new Promise<void>((resolve) => { this.#http.close(() => { resolve(); }); });
  }

  #welcome(socket: WebSocket, name: ChannelName): void {
    const { agenda, channels } = this.#options;
    const channel = channels[name];
    this.#open.set(socket, name);
    const client: ChannelClient = { send: (text) => { this.#send(socket, name, text); }, close: (code, reason) => { socket.close(code, reason); } };
    const serverPings = channel.serverPings === true;
    let forget = serverPings ? this.#pingOften(socket) : agenda.after(SILENT_MS, () => { socket.terminate(); });
    socket.on('message', (data) => {
      const text = String(data);
      if (text !== 'PING' || serverPings) return channel.received(client, text);
      if (!channel.mayPing(client)) return socket.close(POLICY, 'invalid subscription payload');
      forget();
      forget = agenda.after(SILENT_MS, () => { socket.terminate(); });
      return socket.send('PONG');
    });
    // What went wrong with a socket shows as its closing.
    socket.on('error', () => {});
    socket.on('close', () => {
      forget();
      this.#open.delete(socket);
      channel.left(client);
    });
  }

  /** Until the socket misses two pongs or is forgotten. */
  #pingOften(socket: WebSocket): () => void {
    const { agenda } = this.#options;
    let missed = 0;
    socket.on('pong', () => { missed = 0; });
    const again = (): void => {
      if (missed === MOST_PONGS_MISSED) return socket.close(NO_PONG, 'no pong');
      missed++;
      socket.ping();
      forget = agenda.after(SERVER_PINGS_MS, again);
    };
    let forget = agenda.after(SERVER_PINGS_MS, again);
    return () => { forget(); };
  }

  #send(socket: WebSocket, name: ChannelName, text: string): void {
    const { faults } = this.#options;
    const fits = ({ channel }: { readonly channel?: ChannelName | undefined }): boolean => channel === undefined || channel === name;
    if (faults.strike('ws-freeze', name, fits) !== null || faults.strike('ws-gap', name, fits) !== null) return;
    socket.send(text);
    if (faults.strike('ws-duplicate', name, fits) !== null) socket.send(text);
  }
}
