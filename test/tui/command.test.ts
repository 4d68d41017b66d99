import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { EXIT } from '../../src/cli/io.js';
import { world } from '../cli/fakeIo.js';

describe('headroom tui', () => {
  it('without a terminal says what to use instead', async () => {
    const { io, err, out } = world({ files: { 'shop.yaml': 'headroom: 1' } });
    expect(await main(['tui', 'shop.yaml'], io)).toBe(EXIT.usage);
    expect(err()).toBe(
      'headroom: tui needs a terminal: standard input and output must not be redirected\n' +
        '  without one, use: headroom run shop.yaml\n',
    );
    expect(out()).toBe('');
  });

  it('does not take the scenario from the keyboard', async () => {
    const { io, err } = world({ tty: true });
    expect(await main(['tui', '-'], io)).toBe(EXIT.usage);
    expect(err()).toContain('scenario = -, must be a file');
  });

  it('is in the help, with its keys', async () => {
    const { io, out } = world();
    expect(await main(['tui', '--help'], io)).toBe(EXIT.ok);
    expect(out()).toContain('turn');
    expect(out()).toContain('q quits');
  });
});
