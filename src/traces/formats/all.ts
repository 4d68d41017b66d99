import type { Format } from '../format.js';
import { azureFunctions2019 } from './azure2019.js';
import { compact } from './compact.js';
import { huaweiColdStarts, huaweiRequests, huaweiWide } from './huawei.js';
import { hey, k6Csv, k6Json, vegetaCsv, vegetaJson } from './loadTests.js';
import { envoy, nginx } from './logs.js';
import { cloudWatch, prometheus } from './monitoring.js';
import { plainCsv } from './plainCsv.js';
import { azureFunctions2021, azureLlm, ibmCodeEngine } from './requests.js';

/** Every format, the most particular first: the first one that recognises a file reads it. */
export const FORMATS: readonly Format[] = [
  compact,
  azureFunctions2019,
  azureFunctions2021,
  azureLlm,
  huaweiColdStarts,
  huaweiRequests,
  huaweiWide,
  ibmCodeEngine,
  k6Csv,
  hey,
  prometheus,
  k6Json,
  vegetaJson,
  envoy,
  nginx,
  cloudWatch,
  vegetaCsv,
  plainCsv,
];

/** Other names that people use. */
const ALIASES: Readonly<Record<string, string>> = {
  invitro: 'azure-functions-2019',
  'azure-llm-2023': 'azure-llm',
  'azure-llm-2024': 'azure-llm',
  'azure-llm-2025': 'azure-llm',
  'huawei-2025': 'huawei-2023',
  apache: 'nginx',
  k6: 'k6-csv',
  vegeta: 'vegeta-csv',
  timestamps: 'csv',
  'headroom-trace': 'compact',
  counts: 'csv',
};

/** The format of this name; null if there is none. */
export function formatNamed(name: string): Format | null {
  const known = ALIASES[name] ?? name;
  return FORMATS.find((format) => format.name === known) ?? null;
}
