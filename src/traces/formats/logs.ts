/** Access logs. */
import { MILLISECOND, SECOND } from '../../units/quantities.js';
import type { LinesFormat } from '../format.js';
import { parseIso, parseLogTime, parseNumber } from '../time.js';
import { quote } from '../wide.js';

/**
 * [time] "method path protocol" code flags … received sent duration … "xff" "agent" "id" "authority" "upstream"; Istio
 * puts the response's details, why the connection ended and the failure of the transport, in quotes, behind the flags.
 */
const ENVOY =
  /^\[([^\]]+)\] "([^"]*)" \S+ \S+(?: (?:"[^"]*"|[^\s"]+)){0,4}? (?:\d+|-) (?:\d+|-) ([^\s"]+)(?: [^\s"]+)?((?: "[^"]*")*)/;

/** The default format of Envoy, or of Istio: the time is the beginning, the duration in milliseconds. */
export const envoy: LinesFormat = {
  kind: 'lines',
  name: 'envoy',
  title: 'Envoy or Istio access log, default format',
  start: 'first-row',
  recognises: ({ first }) => ENVOY.test(first) && !Number.isNaN(parseIso(first.slice(1, first.indexOf(']')))),
  open(sink) {
    return (line) => {
      const match = ENVOY.exec(line);
      if (match === null) return `line = ${quote(line)}, must be in the default format of Envoy or Istio`;
      const at = parseIso(match[1]);
      if (Number.isNaN(at)) return `START_TIME = ${quote(match[1])}, must be an ISO 8601 time`;
      const duration = match[3] === '-' ? NaN : parseNumber(match[3]);
      if (match[3] !== '-' && !(duration >= 0))
        return `DURATION = ${quote(match[3])}, must be a number of ms >= 0 or "-"`;
      const quoted = match[4].match(/"[^"]*"/g) ?? [];
      const authority = quoted[3]?.slice(1, -1) ?? '';
      return sink.instant({ name: match[2].split(' ')[1] ?? '', group: authority }, at, duration * MILLISECOND);
    };
  },
};

/** address - user [time] "request" status bytes "referer" "agent" … request_time */
const NGINX =
  /^(\S+) \S+ .*?\[(\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (\d+|-)(.*)$/;
/** `$request_time` has three decimals; it may stand alone or as rt=0.123. */
const REQUEST_TIME = /(?:^|[\s="])(\d+\.\d{3})(?=[\s"]|$)/;

/** nginx and Apache, common and combined format; `$request_time` is used where the format has been given it. */
export const nginx: LinesFormat = {
  kind: 'lines',
  name: 'nginx',
  title: 'nginx or Apache access log, common or combined format',
  start: 'first-row',
  recognises: ({ first }) => NGINX.test(first),
  open(sink) {
    sink.assumed('times are whole seconds, taken as the end of a request; with $request_time its beginning is known');
    return (line) => {
      const match = NGINX.exec(line);
      if (match === null) return `line = ${quote(line)}, must be in the common or combined log format`;
      const end = parseLogTime(match[2]);
      if (Number.isNaN(end))
        return `time_local = ${quote(match[2])}, must be a time such as "10/Oct/2000:13:55:36 -0700"`;
      const unquoted = match[6].replace(/"(?:[^"\\]|\\.)*"/g, (field) => (/^"[\d.]+"$/.test(field) ? field : '""'));
      const time = REQUEST_TIME.exec(unquoted);
      const duration = time === null ? NaN : Number(time[1]) * SECOND;
      const path = match[3].split(' ')[1] ?? match[3];
      return sink.instant(
        { name: path, group: '' },
        Number.isNaN(duration) ? end : Math.round(end - duration),
        duration,
      );
    };
  },
};
