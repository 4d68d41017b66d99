/** The frame of every page of ours: its policy, its style, its data block, its script. */
import { createHash } from 'node:crypto';
import { Html, json, markup } from './html.js';
import { STYLE } from './style.js';

export interface Framed {
  readonly title: string;
  readonly body: Html;
  /** What the script reads. */
  readonly payload: unknown;
  /** As built into `dist/report/`. */
  readonly script: string;
  /** What the link past the head leads to, in words. */
  readonly skip: string;
}

/** A whole document that fetches nothing and runs nothing but its own script and style. */
export function framed({ title, body, payload, script, skip }: Framed): string {
  const policy = `default-src 'none'; script-src '${digest(script)}'; style-src '${digest(STYLE)}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Headroom</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">${skip}</a>
${body}
<script type="application/json" id="payload">${json(payload)}</script>
<script type="module">${new Html(script)}</script>
</body>
</html>
`.text;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
