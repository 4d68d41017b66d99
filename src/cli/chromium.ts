/**
 * Pictures of SVG texts, drawn by a Chromium that is installed: asked over its debugging pipe, so that no library is
 * needed. The texts are our own; scripts and the network are off all the same.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

/** The path of a Chromium: what HEADROOM_CHROMIUM says, or the first known name on the PATH; `null`: there is none. */
export function findChromium(env: Readonly<Record<string, string | undefined>>): string | null {
  const told = env['HEADROOM_CHROMIUM'];
  if (told !== undefined && told !== '') return isExecutable(told) ? told : null;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--disable-gpu',
  '--no-first-run',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];

/** Device pixels of one CSS pixel: sharp on paper and on the screens of today. */
const SCALE = 2;
/** Wall time for one answer of the browser. */
const PATIENCE = 30_000;

/**
 * Draws each text and hands over the bytes of its PNG.
 * @throws Error when the browser does not start or does not answer
 */
export async function drawPngs(
  chromium: string,
  svgs: ReadonlyMap<string, string>,
  take: (id: string, png: Uint8Array) => void | Promise<void>,
): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'headroom-png-'));
  // A browser that runs as root has no sandbox of its own to use.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = spawn(chromium, [...FLAGS, ...root, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const pipe = new Pipe(browser);
  try {
    const page = await openPage(pipe);
    for (const [id, svg] of svgs) await take(id, await page.draw(svg));
  } finally {
    await pipe.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

interface Page {
  readonly draw: (svg: string) => Promise<Uint8Array>;
}

async function openPage(pipe: Pipe): Promise<Page> {
  const { targetId } = await pipe.ask('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await pipe.ask('Target.attachToTarget', { targetId, flatten: true });
  const ask = (method: string, params: Fields = {}) => pipe.ask(method, params, String(sessionId));
  await ask('Emulation.setScriptExecutionDisabled', { value: true });
  const { frameTree } = await ask('Page.getFrameTree');
  const frameId = (frameTree as { readonly frame: { readonly id: string } }).frame.id;
  return {
    draw: async (svg) => {
      const { width, height } = sizeOf(svg);
      const metrics = { width, height, deviceScaleFactor: SCALE, mobile: false };
      await ask('Emulation.setDeviceMetricsOverride', metrics);
      await ask('Page.setDocumentContent', { frameId, html: `<body style="margin:0">${svg}</body>` });
      const { data } = await ask('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(String(data), 'base64');
    },
  };
}

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const size = (name: string): number => Math.ceil(Number(new RegExp(`<svg[^>]* ${name}="([\\d.]+)"`).exec(svg)?.[1]));
  return { width: size('width'), height: size('height') };
}

type Fields = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly resolve: (result: Fields) => void;
  readonly reject: (error: Error) => void;
}

/** JSON messages that end in a zero byte, both ways: Chrome DevTools Protocol over file descriptors 3 and 4. */
class Pipe {
  readonly #waiting = new Map<number, Waiting>();
  readonly #to: Writable;
  #last = 0;
  #rest = '';
  readonly #ended: Promise<void>;

  constructor(private readonly browser: ChildProcess) {
    this.#to = browser.stdio[3] as Writable;
    const from = browser.stdio[4] as Readable;
    from.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    // Whoever writes to a browser that is gone hears of it when it has ended.
    this.#to.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      browser.once('error', (error) => {
        this.#fail(error);
        resolve();
      });
      browser.once('exit', () => {
        this.#fail(new Error('the browser ended before it had answered'));
        resolve();
      });
    });
  }

  async ask(method: string, params: Fields, sessionId?: string): Promise<Fields> {
    const id = ++this.#last;
    const answer = new Promise<Fields>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#to.write(`${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    const timer = setTimeout(() => this.#fail(new Error(`the browser did not answer ${method}`)), PATIENCE);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the browser, so that it ends its own processes, and waits until it is gone. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.browser.kill('SIGKILL'), 5_000);
    if (this.browser.exitCode === null) await this.ask('Browser.close', {}).catch(() => undefined);
    await this.#ended;
    clearTimeout(timer);
  }

  #read(text: string): void {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop() ?? '';
    for (const message of messages) this.#answered(JSON.parse(message) as Fields);
  }

  #answered({ id, result, error }: Fields): void {
    const waiting = this.#waiting.get(Number(id));
    if (waiting === undefined) return; // an event
    this.#waiting.delete(Number(id));
    if (error === undefined) waiting.resolve((result ?? {}) as Fields);
    else waiting.reject(new Error((error as { readonly message: string }).message));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
