/** A real Redis for a test: on a free port, with nothing on disk. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';

/** Whether redis-server is installed; tests that need it are skipped where it is not, and say so. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export class RedisServer {
  readonly port: number;
  readonly #args: readonly string[];
  #process: ChildProcess;

  private constructor(port: number, args: readonly string[]) {
    this.port = port;
    this.#args = args;
    this.#process = this.#spawn();
  }

  static async start(args: readonly string[] = []): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), args);
    await server.#ready();
    return server;
  }

  /** One that speaks TLS alone. */
  static async tls(key: string, certificate: string): Promise<RedisServer> {
    const port = await freePort();
    const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', certificate];
    const server = new RedisServer(port, [
      '--port',
      '0',
      '--tls-port',
      String(port),
      '--tls-auth-clients',
      'no',
      ...files,
    ]);
    await server.#ready();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Ends it at once, with all that it held. */
  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await gone;
  }

  /** Again on the same port, empty. */
  async again(): Promise<void> {
    this.#process = this.#spawn();
    await this.#ready();
  }

  #spawn(): ChildProcess {
    const args = [
      '--port',
      String(this.port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      ...this.#args,
    ];
    return spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  }

  async #ready(): Promise<void> {
    for await (const part of this.#process.stdout!) if (String(part).includes('Ready to accept connections')) return;
    throw new Error('redis-server ended before it was ready');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
