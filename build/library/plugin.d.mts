import type { Plugin } from 'vitest/config';

export function numbersForConstants(): Plugin;
