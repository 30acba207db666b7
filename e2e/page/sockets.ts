/** What the operating system says about processes' sockets (Linux): the tests' witness, independent of the page and of the host. */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

export interface Socket {
  pid: number;
  protocol: string;
  local: string;
  remote: string;
  state: string;
}

const STATES: Record<string, string> = { '01': 'established', '02': 'syn-sent', '06': 'time-wait', '08': 'close-wait', '0A': 'listen', '07': 'close' };

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** `0100007F:1F90` → `127.0.0.1:8080`; IPv6 words are little-endian, too. */
function address(text: string): string {
  const [host, port] = text.split(':');
  const bytes = host.match(/.{8}/g)!.flatMap((word) => word.match(/../g)!.toReversed().map((byte) => Number.parseInt(byte, 16)));
  const isV4Mapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255;
  const v4 = bytes.length === 4 ? bytes : isV4Mapped ? bytes.slice(12) : null;
  const name = v4 ? v4.join('.') : bytes.slice(0, 15).every((byte) => byte === 0) ? (bytes[15] === 1 ? '::1' : '::') : bytes.map((byte) => byte.toString(16)).join('');
  return `${name}:${Number.parseInt(port, 16)}`;
}

/** Every internet socket that the processes hold now. */
export function socketsOf(pids: readonly number[]): Socket[] {
  const owner = new Map<string, number>();
  for (const pid of pids) {
    let names: string[] = [];
    try {
      names = readdirSync(`/proc/${pid}/fd`);
    } catch {
      continue;
    }
    for (const name of names) {
      try {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
        if (inode) owner.set(inode, pid);
      } catch {
        // The descriptor was closed while we looked.
      }
    }
  }
  const sockets: Socket[] = [];
  for (const protocol of ['tcp', 'tcp6', 'udp', 'udp6']) {
    for (const line of read(`/proc/net/${protocol}`).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const pid = owner.get(fields[9]);
      if (pid !== undefined) sockets.push({ pid, protocol, local: address(fields[1]), remote: address(fields[2]), state: STATES[fields[3]] ?? fields[3] });
    }
  }
  return sockets;
}

export function isLocal(remote: string): boolean {
  return /^(127\.|::1:|0\.0\.0\.0:0$|:::0$)/.test(remote);
}

/** Looks at the processes' sockets every `everyMs` until stopped; remembers each remote address beyond this machine. */
export class SocketWatch {
  readonly beyond = new Map<string, Socket>();
  looks = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(pids: () => readonly number[], everyMs = 25) {
    this.#timer = setInterval(() => {
      this.looks++;
      for (const socket of socketsOf(pids())) if (!isLocal(socket.remote)) this.beyond.set(socket.remote, socket);
    }, everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
