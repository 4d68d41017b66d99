/** The screen in ink: puts the parts where they belong and passes keys on. */
import { Box, Text, render, useInput, useStdout } from 'ink';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { keysOf } from './keys/names.js';
import type { TuiPaint } from './paint.js';
import type { Session } from './session.js';
import { roomOf, screen, type Size } from './view/frame.js';

export interface AppProps {
  readonly session: Session;
  readonly paint: TuiPaint;
  /** @default the terminal's, one row less: a full screen would scroll */
  readonly size?: Size;
}

export function App({ session, paint, size: given }: AppProps): ReactNode {
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  const terminal = useTerminalSize();
  const size = given ?? terminal;
  useInput((input, key) => {
    for (const name of keysOf(input, key)) session.dispatch({ kind: 'key', key: name, room: roomOf(size) });
  });
  const { header, beside, left, right, footer } = screen(state, size, paint);
  return (
    <Box flexDirection="column">
      <Lines of={header} />
      <Box flexDirection={beside ? 'row' : 'column'}>
        <Lines of={left} />
        {beside ? <Lines of={left.map(() => paint.dim('│ '))} /> : null}
        <Lines of={right} />
      </Box>
      <Lines of={footer} />
    </Box>
  );
}

/** Lines that have their width already: nothing may wrap or shrink them. */
function Lines({ of }: { readonly of: readonly string[] }): ReactNode {
  if (of.length === 0) return null;
  return (
    <Box flexShrink={0}>
      <Text wrap="truncate">{of.join('\n')}</Text>
    </Box>
  );
}

const CLEAR = '\u001b[2J\u001b[H';

function useTerminalSize(): Size {
  const { stdout } = useStdout();
  const [size, setSize] = useState(() => sizeOf(stdout));
  useEffect(() => {
    const resized = (): void => {
      // Lines of the old width may have wrapped: nothing of them can be kept.
      if (stdout.isTTY) stdout.write(CLEAR);
      setSize(sizeOf(stdout));
    };
    stdout.on('resize', resized);
    return () => void stdout.off('resize', resized);
  }, [stdout]);
  return size;
}

function sizeOf({ columns, rows }: { readonly columns?: number; readonly rows?: number }): Size {
  return { columns: columns ?? 80, rows: (rows ?? 24) - 1 };
}

/** Draws on the terminal until it is told to stop. `failed` hears of what broke while drawing. */
export function drawApp(props: AppProps, failed: (error: unknown) => void): () => void {
  const drawn = render(<App {...props} />, { exitOnCtrlC: false, patchConsole: false, maxFps: 60 });
  drawn.waitUntilExit().catch(failed);
  return () => drawn.unmount();
}
