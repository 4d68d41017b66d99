/** Of the package; a test holds it against package.json. */
export const HEADROOM_VERSION = '0.1.0';
/** Rises when the same scenario and seed give other results. */
export const MODEL_VERSION = 2;
