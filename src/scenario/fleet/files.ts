/** The files of a folder that holds a day of Azure Functions 2019, by their names. */
export interface FleetFileNames {
  readonly invocations: string;
  readonly durations: string;
  readonly memory: string;
}

/** @param day the day in the names that Azure gave its files; `null`: the plain names that invitro gives */
export function fleetFiles(dir: string, day: number | null): FleetFileNames {
  const folder = dir.replace(/\/+$/, '');
  if (day === null) {
    return {
      invocations: `${folder}/invocations.csv`,
      durations: `${folder}/durations.csv`,
      memory: `${folder}/memory.csv`,
    };
  }
  const name = `d${String(day).padStart(2, '0')}.csv`;
  return {
    invocations: `${folder}/invocations_per_function_md.anon.${name}`,
    durations: `${folder}/function_durations_percentiles.anon.${name}`,
    memory: `${folder}/app_memory_percentiles.anon.${name}`,
  };
}
