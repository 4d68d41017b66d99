import { createHash } from 'node:crypto';

/** The files beside a scenario, each read once. */
export class Sources {
  readonly #read: (relativePath: string) => string;
  readonly #digest: ((relativePath: string) => string) | undefined;
  readonly #texts = new Map<string, string | UnreadableFile>();
  readonly #digests = new Map<string, string>();

  /**
   * `read` gives a file's text and throws with a message where it cannot; `digest` gives its SHA-256 without holding
   * it, for large traces.
   */
  constructor(read: (relativePath: string) => string, digest?: (relativePath: string) => string) {
    this.#read = read;
    this.#digest = digest;
  }

  /** The text, or why there is none. */
  text(file: string): string | UnreadableFile {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const text = attempt(() => this.#read(file));
    this.#texts.set(file, text);
    return text;
  }

  /** SHA-256 in hexadecimal, or why there is none. */
  sha256(file: string): string | UnreadableFile {
    const known = this.#digests.get(file);
    if (known !== undefined) return known;
    const digest = this.#digest === undefined ? this.#digestOfText(file) : attempt(() => this.#digest!(file));
    if (typeof digest === 'string') this.#digests.set(file, digest);
    return digest;
  }

  #digestOfText(file: string): string | UnreadableFile {
    const text = this.text(file);
    return typeof text === 'string' ? sha256(text) : text;
  }
}

/** Why a file has no text. */
export class UnreadableFile {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

function attempt(read: () => string): string | UnreadableFile {
  try {
    return read();
  } catch (error) {
    return new UnreadableFile(reasonOf(error));
  }
}

/** The system's commonest words for files that cannot be read, as people say them. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'permission denied',
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return ('code' in error ? REASONS[String(error.code)] : undefined) ?? error.message;
}

/** In hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
