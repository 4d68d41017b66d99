#!/usr/bin/env node
/** The only file that touches the process. */
import { appendFileSync, createReadStream, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { digest } from '../workers/files.js';
import { compileLongMethods } from './compiler.js';
import { EXIT, fileError } from './io.js';
import type { Io, Output } from './io.js';
import { main } from './main.js';
import { createFile, size, writeText } from './systemFiles.js';

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    drained: () => new Promise((resolve) => (stream.writableNeedDrain ? stream.once('drain', resolve) : resolve())),
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns as number | undefined;
    },
  };
}

/** A reader that has seen enough (`| head`) is no error of ours: there is nobody left to write to. */
function endQuietlyWithoutReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.ok);
    const { message } = fileError(error, stream === process.stdout ? 'standard output' : 'standard error');
    if (stream === process.stdout) process.stderr.write(`headroom: ${message}\n`);
    process.exit(EXIT.usage);
  });
}

async function readStdin(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Ctrl-C, and what a cluster sends to a pod that must go. */
const INTERRUPTS = ['SIGINT', 'SIGTERM'] as const;

function onInterrupt(callback: () => void): () => void {
  const first = (): void => {
    stop();
    for (const signal of INTERRUPTS) process.once(signal, quit);
    callback();
  };
  const quit = (): void => process.exit(EXIT.interrupted);
  const stop = (): void => {
    for (const signal of INTERRUPTS) process.removeListener(signal, first).removeListener(signal, quit);
  };
  for (const signal of INTERRUPTS) process.once(signal, first);
  return stop;
}

const io: Io = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  env: process.env,
  readText: (path) => readFileSync(path, 'utf8'),
  readStdin,
  openStdin: () => process.stdin as AsyncIterable<Uint8Array>,
  size,
  openBytes: (path) => createReadStream(path) as AsyncIterable<Uint8Array>,
  digest,
  writeText,
  appendText: (path, text) => appendFileSync(path, text),
  openRunner: async (threads) => {
    const { ThreadPool } = await import('../workers/pool.js');
    return new ThreadPool(threads === undefined ? {} : { threads });
  },
  openFleet: async (scenario, folder, threads = availableParallelism()) => {
    if (threads === 1) return null;
    const { FleetThreads } = await import('../workers/fleet.js');
    return new FleetThreads({ scenario, folder }, threads);
  },
  createFile,
  asset: (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'),
  now: Date.now,
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  onInterrupt,
};

compileLongMethods();
endQuietlyWithoutReader(process.stdout);
endQuietlyWithoutReader(process.stderr);
process.exitCode = await main(process.argv.slice(2), io);
