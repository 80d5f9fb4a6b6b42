import { randomInt } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";

/** The part of the DNS wire format that one question and one A record need (RFC 1035). */

const headerSize = 12;

function encodeName(name: string): Buffer {
  const labels = name.split(".").filter((label) => label !== "");
  const parts = labels.map((label) => Buffer.concat([Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** Type A, class IN. */
function question(id: number, name: string): Buffer {
  const header = Buffer.alloc(headerSize);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(0x0100, 2); // recursion desired
  header.writeUInt16BE(1, 4);
  return Buffer.concat([header, encodeName(name), Buffer.from([0, 1, 0, 1])]);
}

/** The end of the question in a message. */
function questionEnd(message: Buffer): number {
  let at = headerSize;
  while (message[at] !== 0) at += message[at]! + 1;
  return at + 5;
}

function answerTo(query: Buffer, address: string): Buffer {
  const asked = query.subarray(0, questionEnd(query));
  const record = Buffer.from([0xc0, headerSize, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split(".").map(Number)]);
  const message = Buffer.concat([asked, record]);
  message.writeUInt16BE(0x8180, 2); // a response, recursion available, no error
  message.writeUInt16BE(1, 6);
  message.fill(0, 8, headerSize);
  return message;
}

/** The address in the first answer, or the code if there is none: `REFUSED` is `rcode 5`. */
function addressIn(message: Buffer): string {
  if (message.readUInt16BE(6) === 0) return `rcode ${message[3]! & 0x0f}`;
  return [...message.subarray(message.length - 4)].join(".");
}

export interface Server {
  port: number;
  close: () => void;
}

/** A name server that answers every question with one address that identifies it. */
export async function identityServer(address: string): Promise<Server> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address: from }) => socket.send(answerTo(query, address), port, from));
  await bound(socket);
  return { port: socket.address().port, close: () => socket.close() };
}

function bound(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", resolve);
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  await bound(socket);
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

/** Queries one server over one socket; lost datagrams are sent again. */
export class Client {
  private readonly socket = createSocket("udp4");
  private readonly waiting = new Map<number, (message: Buffer) => void>();

  constructor(private readonly port: number) {
    this.socket.on("message", (message) => this.waiting.get(message.readUInt16BE(0))?.(message));
    // No one listens while the server starts, so the query is sent again.
    this.socket.on("error", () => undefined);
  }

  /**
   * @param patience milliseconds for one of five tries
   * @returns the address answered, or `rcode N`
   * @throws where no try is answered
   */
  async address(name: string, patience = 1000): Promise<string> {
    let id = randomInt(0x10000);
    while (this.waiting.has(id)) id = randomInt(0x10000);
    for (let tries = 5; tries > 0; tries--) {
      const message = await new Promise<Buffer | undefined>((resolve) => {
        const timer = setTimeout(() => resolve(undefined), patience);
        this.waiting.set(id, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        this.socket.send(question(id, name), this.port, "127.0.0.1");
      });
      this.waiting.delete(id);
      if (message !== undefined) return addressIn(message);
    }
    throw new Error(`no answer for '${name}'`);
  }

  close(): void {
    this.socket.close();
  }
}
