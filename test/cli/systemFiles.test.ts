import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createFile, writeText } from '../../src/cli/systemFiles.js';

const folder = mkdtempSync(join(tmpdir(), 'headroom-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Both ways of writing a file. */
const ways: Readonly<Record<string, (path: string, text: string) => Promise<void>>> = {
  writeText: (path, text) => Promise.resolve(writeText(path, text)),
  createFile: async (path, text) => {
    const file = createFile(path);
    await file.write(Buffer.from(text));
    await file.close();
  },
};

describe.each(Object.entries(ways))('%s', (way, write) => {
  const inside = (name: string): string => join(folder, way, name);

  it('makes the folders on the way and leaves no draft behind', async () => {
    await write(inside('a/b.txt'), 'one');
    await write(inside('a/b.txt'), 'two');
    expect(readFileSync(inside('a/b.txt'), 'utf8')).toBe('two');
    expect(readdirSync(inside('a'))).toEqual(['b.txt']);
  });

  it('writes to the file that a link leads to, and leaves the link', async () => {
    writeFileSync(inside('target.txt'), 'before');
    symlinkSync('target.txt', inside('link.txt'));
    await write(inside('link.txt'), 'after');
    expect(lstatSync(inside('link.txt')).isSymbolicLink()).toBe(true);
    expect(readFileSync(inside('target.txt'), 'utf8')).toBe('after');
  });

  it('says in words what the system has against a path', async () => {
    writeFileSync(inside('no-folder'), '');
    const message = `${inside('no-folder/x.txt')}, a part of the path is not a folder`;
    await expect((async () => write(inside('no-folder/x.txt'), 'one'))()).rejects.toThrow(message);
  });

  it.skipIf(!existsSync('/dev/full'))('says that there is no room', async () => {
    await expect((async () => write('/dev/full', 'one'))()).rejects.toThrow('/dev/full, no space left on the device');
  });

  it.skipIf(process.platform === 'win32')('writes to a device, and never puts a file in its place', async () => {
    symlinkSync('/dev/null', inside('nowhere'));
    await write(inside('nowhere'), 'gone');
    expect(lstatSync(inside('nowhere')).isSymbolicLink()).toBe(true);
    expect(statSync(inside('nowhere')).isFile()).toBe(false);
  });
});
