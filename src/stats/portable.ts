/**
 * The functions of analysis that the model may use: built from + - * / and sqrt only, so that every version of Node on
 * every machine gives the same bits. `Math.exp` and its kin do not (they differ between Node 20 and 24).
 */
export { exp } from './exponential.js';
export { ln } from './logarithm.js';
export { pow } from './power.js';
export { cos, sin } from './trigonometry.js';
