import { describe, expect, test } from 'vitest';
import { SECOND } from '../../src/units/quantities.js';
import { writeManifests } from '../../src/scenario/manifests/write.js';
import { problems, resolved, small, type Files } from './reading.js';

const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata: { name: config-autoscaler, namespace: knative-serving }
data:
  _example: "a long text"
  stable-window: 90s
  panic-window-percentage: 10.0
`;

const SERVICE = `apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: a }
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/target: 8
        autoscaling.knative.dev/maxScale: "50"
        sidecar.istio.io/inject: "false"
    spec:
      containerConcurrency: 10
      timeoutSeconds: 60
      containers:
        - image: side
        - image: main
          ports: [{ containerPort: 8080 }]
          resources: { requests: { cpu: 500m, memory: 512Mi, ephemeral-storage: 1Gi }, limits: { cpu: "1", memory: 512Mi } }
`;

const KNATIVE = 'knative: { manifests: [all.yaml] }\n';
const text = small('manifest: a.yaml\n', 'knative: { manifests: [config.yaml] }\n');
const files: Files = { 'config.yaml': CONFIG, 'a.yaml': SERVICE };

describe('manifests', () => {
  test('a Service and the ConfigMap are read as if their fields stood in the scenario', () => {
    const [revision] = resolved(text, {}, files).services[0].revisions;
    expect(revision).toMatchObject({
      name: 'a-00001',
      containerConcurrency: 10,
      timeout: 60_000_000,
      requests: { cpu: 500, memory: 536_870_912 },
      limits: { cpu: 1000, memory: 536_870_912 },
    });
    expect(revision.autoscaler).toMatchObject({
      configMap: { 'stable-window': '90s', 'panic-window-percentage': '10.0' },
      annotations: { 'autoscaling.knative.dev/target': '8', 'autoscaling.knative.dev/maxScale': '50' },
      decider: { stableWindowSeconds: 90, maxScale: 50, totalValue: 8 },
    });
  });

  test('one file may hold all of it, and more that is named and ignored', () => {
    const other = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
    const scenario = resolved(
      small('', KNATIVE),
      {},
      { 'all.yaml': `${CONFIG}---\n${other}---\n${SERVICE}---\n${SERVICE.replace('name: a', 'name: b')}` },
    );
    expect(scenario.services[0].revisions[0].containerConcurrency).toBe(10);
    expect(scenario.notes.map(({ where, text: note }) => `${where} ${note}`)).toEqual(
      expect.arrayContaining([
        'all.yaml:9 Namespace shop is ignored: only the ConfigMap config-autoscaler and Services of serving.knative.dev/v1 are read',
        'all.yaml:22 annotation sidecar.istio.io/inject is not simulated',
        'all.yaml:27 only the container with ports is counted; its sidecars are ignored',
        'all.yaml:30 resource ephemeral-storage is not simulated',
        'all.yaml:34 Service b is ignored: the scenario has no service of that name',
      ]),
    );
  });

  test('GPUs are those of the limits', () => {
    const gpu = SERVICE.replace('limits: { cpu: "1",', 'limits: { nvidia.com/gpu: 2, cpu: "1",');
    const scenario = resolved(text, {}, { ...files, 'a.yaml': gpu });
    expect(scenario.services[0].revisions[0].gpus).toBe(2);
    const quoted = resolved(text, {}, { ...files, 'a.yaml': gpu.replace('gpu: 2', 'gpu: "2"') });
    expect(quoted.services[0].revisions[0].gpus).toBe(2);
    expect(problems(text, {}, { ...files, 'a.yaml': gpu.replace('gpu: 2', 'gpu: "500m"') })).toEqual([
      expect.stringContaining('resources.gpus = 500m, must be a whole number of at least 0'),
    ]);
  });

  test('what could change how a Service scales and is not simulated is noted', () => {
    const more = SERVICE.replace(
      'metadata: { name: a }',
      'metadata: { name: a, annotations: { serving.knative.dev/rollout-duration: 380s } }',
    ).replace('timeoutSeconds: 60', 'timeoutSeconds: 60\n      nodeSelector: { a: b }');
    const notes = resolved(text, {}, { ...files, 'a.yaml': more }).notes.map(({ text: note }) => note);
    expect(notes).toContain('nodeSelector is not simulated');
    expect(notes).toContain('annotation serving.knative.dev/rollout-duration is not simulated');
  });

  test('templates that have not been rendered are told once, with what to do', () => {
    const told = (manifest: string): readonly string[] =>
      problems(small('manifest: a.yaml\n'), {}, { 'a.yaml': manifest });
    const hint = '(render templates first, for example with "helm template")';
    expect(told(SERVICE.replace('name: a }', 'name: "{{ .Release.Name }}", x: {{ .Values.x }} y }'))).toEqual([
      expect.stringMatching(/^a\.yaml:3:\d+ {2}is not valid YAML: .*helm template/),
    ]);
    expect(told(SERVICE.replace('{ name: a }', '\n  name: {{ .Release.Name }}'))).toEqual([
      expect.stringContaining(`is required ${hint}`),
    ]);
  });

  test('a List is read item by item, as kubectl prints it', () => {
    const item = (yaml: string): string => `  - ${yaml.trimEnd().replaceAll('\n', '\n    ')}\n`;
    const list = `apiVersion: v1\nkind: List\nitems:\n${item(CONFIG)}${item(SERVICE)}`;
    const listed = resolved(small('', KNATIVE), {}, { 'all.yaml': list });
    const apart = resolved(small('', KNATIVE), {}, { 'all.yaml': `${CONFIG}---\n${SERVICE}` });
    expect(listed.services).toEqual(apart.services);
  });

  test('a ServiceList is a list too, however long it is', () => {
    const services = Array.from({ length: 3000 }, (_, i) => ({
      ...{ apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: i === 0 ? 'a' : `s${i}` } },
      spec: { template: { spec: { containerConcurrency: 7, containers: [{ image: 'x', env: [{ name: 'A' }, {}] }] } } },
      status: { conditions: Array.from({ length: 8 }, () => ({ type: 'Ready', status: 'True' })) },
    }));
    const list = JSON.stringify({ apiVersion: 'serving.knative.dev/v1', kind: 'ServiceList', items: services });
    const [service] = resolved(small('', KNATIVE), {}, { 'all.yaml': list }).services;
    expect(service.revisions[0].containerConcurrency).toBe(7);
  });

  test('a thousand services and their manifests are read in time that grows with them', () => {
    const names = Array.from({ length: 1000 }, (_, i) => `s${i}`);
    const scenario = `headroom: 1\nhorizon: 1m\n${KNATIVE}services:\n${names.map((name) => `  ${name}: { arrivals: 1/h, serviceTime: 1ms }\n`).join('')}`;
    const manifests = names.map((name) => SERVICE.replace('name: a', `name: ${name}`)).join('---\n');
    expect(resolved(scenario, {}, { 'all.yaml': manifests }).services.at(-1)).toMatchObject({
      name: 's999',
      revisions: [{ containerConcurrency: 10 }],
    });
  });

  test('the operator keeps config-autoscaler in KnativeServing', () => {
    const told = (name: string): string =>
      `apiVersion: operator.knative.dev/v1beta1\nkind: KnativeServing\nmetadata: { name: knative-serving }\n` +
      `spec: { version: "1.14", config: { ${name}: { stable-window: 90s, panic-window-percentage: 10.0 }, network: {} } }\n`;
    for (const name of ['autoscaler', 'config-autoscaler']) {
      const { services, notes } = resolved(small('', KNATIVE), {}, { 'all.yaml': told(name) });
      expect(services[0].revisions[0].autoscaler).toMatchObject({
        configMap: { 'stable-window': '90s', 'panic-window-percentage': '10.0' },
      });
      expect(notes.map(({ text: note }) => note)).toContain('of KnativeServing only spec.config.autoscaler is read');
    }
  });

  test('a field without a value is one that is not there, as in Kubernetes; a text must be one', () => {
    const empty = SERVICE.replace('containerConcurrency: 10', 'containerConcurrency:')
      .replace('timeoutSeconds: 60', 'timeoutSeconds: null')
      .replace('cpu: 500m,', 'cpu: ,')
      .replace('template:\n    metadata:', 'traffic:\n  template:\n    metadata:\n      name:');
    const [revision] = resolved(text, {}, { ...files, 'a.yaml': empty }).services[0].revisions;
    expect(revision).toMatchObject({ name: 'a-00001', containerConcurrency: 0, timeout: 300_000_000 });
    const noText = SERVICE.replace('target: 8', 'target:');
    expect(problems(text, {}, { ...files, 'a.yaml': noText })).toEqual([
      expect.stringContaining('target"] = null, must be a text, as in Kubernetes'),
    ]);
  });

  test('Services of one name in several namespaces are refused once, with the namespace that is too much', () => {
    const inNamespace = (namespace: string): string =>
      SERVICE.replace('{ name: a }', `{ name: a, namespace: ${namespace} }`);
    const told = problems(small('', KNATIVE), {}, { 'all.yaml': `${inNamespace('shop')}---\n${inNamespace('test')}` });
    expect(told).toEqual([
      'all.yaml:22:33  metadata.namespace = test, must be shop, as another Service a here has it (of one name a scenario has one service: leave the other namespaces out)',
    ]);
  });

  test('bounds that Cloud Run keeps on the Service are noted, not left out in silence', () => {
    const bounds = SERVICE.replace('{ name: a }', '{ name: a, annotations: { run.googleapis.com/minScale: "3" } }');
    const notes = resolved(text, {}, { ...files, 'a.yaml': bounds }).notes.map(({ text: note }) => note);
    expect(notes).toContain('annotation run.googleapis.com/minScale is not simulated');
  });

  test('a file that a service names must hold it, and a Service its name', () => {
    const owned = (manifest: string): readonly string[] =>
      problems(small('manifest: a.yaml\n'), {}, { 'a.yaml': manifest });
    const rule =
      'services.a.manifest = a.yaml, must hold the Service a of serving.knative.dev/v1 (apiVersion and kind say so)';
    expect(owned(SERVICE.replace('serving.knative.dev/v1', 'v1'))).toEqual([expect.stringContaining(rule)]);
    expect(owned('')).toEqual([expect.stringContaining(rule)]);
    expect(owned(SERVICE.replace('metadata: { name: a }\n', ''))).toEqual([
      'a.yaml:1:1  metadata.name, is required (the name of the Service)',
    ]);
  });

  test('a manifest that holds nothing is noted', () => {
    expect(resolved(small('', KNATIVE), {}, { 'all.yaml': '' }).notes).toContainEqual(
      expect.objectContaining({ text: 'the manifest holds nothing' }),
    );
  });

  test('a revision under several tags has the sum of its shares, and a share must be one', () => {
    const split = (traffic: string): string => `${SERVICE}  traffic: [${traffic}]\n`;
    const twice = '{ latestRevision: true, percent: 40 }, { revisionName: a-00001, percent: 60, tag: old }';
    const manifests = (traffic: string): Files => ({ 'a.yaml': split(traffic) });
    expect(resolved(small('manifest: a.yaml\n'), {}, manifests(twice)).services[0].revisions).toHaveLength(1);
    for (const percent of ['"100"', '-10', '33.3', '110'])
      expect(
        problems(small('manifest: a.yaml\n'), {}, manifests(`{ latestRevision: true, percent: ${percent} }`)),
      ).toEqual([
        expect.stringMatching(
          /^a\.yaml:19:\d+ {2}spec\.traffic\[0\]\.percent = .*, must be a whole number from 0 to 100/,
        ),
      ]);
  });

  test('a scenario may hold a manifest itself', () => {
    const inline =
      'knative:\n  manifests:\n    - { apiVersion: v1, kind: ConfigMap, metadata: { name: config-autoscaler }, data: { panic-window-percentage: 20.0 } }\n';
    expect(resolved(small('', inline)).services[0].revisions[0].autoscaler).toMatchObject({
      configMap: { 'panic-window-percentage': '20.0' },
    });
  });

  test('a key in the scenario and in a manifest is refused, naming both places', () => {
    const both = small(
      'manifest: a.yaml\nrevision: { containerConcurrency: 5 }\n',
      'knative: { manifests: [config.yaml], config-autoscaler: { stable-window: 60s } }\n',
    );
    expect(problems(both, {}, files)).toEqual([
      's.yaml:3:74  knative.config-autoscaler.stable-window = 60s, is also set in config.yaml:6 (keep one of the two; --set overrides both)',
      's.yaml:9:39  services.a.revision.containerConcurrency = 5, is also set in a.yaml:12 (keep one of the two; --set overrides both)',
    ]);
  });

  test('--set overrides a manifest', () => {
    expect(
      resolved(text, { set: ['services.a.revision.containerConcurrency=7'] }, files).services[0].revisions[0]
        .containerConcurrency,
    ).toBe(7);
  });

  test('problems in a manifest point into the manifest', () => {
    const broken = {
      'config.yaml': CONFIG.replace('90s', '5s'),
      'a.yaml': SERVICE.replace('target: 8', 'target: none').replace(
        'containerConcurrency: 10',
        'containerConcurrency: -1',
      ),
    };
    expect(problems(text, {}, broken)).toEqual([
      'a.yaml:8:41  services.a.revision.annotations["autoscaling.knative.dev/target"] = none, must be a number, with nothing around it',
      'a.yaml:12:29  services.a.revision.containerConcurrency = -1, must be a whole number from 0 to 1000',
      'config.yaml:6:18  knative.config-autoscaler.stable-window = 5s, must be from 6s to 1h',
    ]);
  });

  const refused: readonly (readonly [name: string, manifest: string, problem: string])[] = [
    [
      'another autoscaler class',
      SERVICE.replace('target: 8', 'class: hpa.autoscaling.knative.dev'),
      'is not simulated: only "kpa.autoscaling.knative.dev" is',
    ],
    [
      'annotations on the Service instead of its template',
      SERVICE.replace('{ name: a }', '{ name: a, annotations: { autoscaling.knative.dev/target: "5" } }'),
      'autoscaling annotations belong under spec.template.metadata.annotations',
    ],
    [
      'the manifest of another service',
      SERVICE.replace('{ name: a }', '{ name: b }'),
      'must be a, the service whose manifest it is',
    ],
    ['broken YAML', 'a: [', 'is not valid YAML'],
  ];
  test.each(refused)('%s is refused', (_name, manifest, problem) => {
    expect(problems(text, {}, { ...files, 'a.yaml': manifest }).join('\n')).toContain(problem);
  });

  test('targets that are not what they seem are noted', () => {
    const notes = (traffic: string): readonly string[] =>
      resolved(text, {}, { ...files, 'a.yaml': `${SERVICE}  traffic: [${traffic}]\n` }).notes.map(
        ({ text: note }) => note,
      );
    expect(notes('{ revisionName: a-00001, percent: 80 }, { latestRevision: true, percent: 20 }')).toContain(
      'revision a-00001 is taken to be this template, as the latest one is: name templates to tell them apart',
    );
    expect(notes('{ revisionName: a-old, tag: old }, { latestRevision: true, percent: 100 }')).toContain(
      'revision a-old is left out: it has no share, and no manifest describes it',
    );
    expect(notes('{ revisionName: a-00001, percent: 100 }').join('\n')).not.toContain('a-00001');
  });

  test('a file that is not there is named', () => {
    expect(problems(text, {}, {})).toEqual([
      's.yaml:3:24  knative.manifests[0] = config.yaml, cannot be read: no such file',
      's.yaml:8:15  services.a.manifest = a.yaml, cannot be read: no such file',
    ]);
  });

  test('several documents of one service are its revisions, told apart by the names of their templates', () => {
    const named = (name: string): string =>
      SERVICE.replace('    metadata:\n      annotations', `    metadata:\n      name: ${name}\n      annotations`);
    const traffic =
      '  traffic:\n    - { revisionName: a-1, percent: 90 }\n    - { latestRevision: true, percent: 10 }\n';
    const service = resolved(text, {}, { ...files, 'a.yaml': `${named('a-1')}---\n${named('a-2')}${traffic}` })
      .services[0];
    expect(service.revisions.map(({ name }) => name)).toEqual(['a-1', 'a-2']);
    expect(service.split).toEqual([{ at: 0, shares: [9000, 1000], named: [true, true] }]);
    const tagged = '  traffic:\n    - { revisionName: a-2, percent: 100 }\n    - { revisionName: a-1, tag: old }\n';
    const gone = tagged.replace('a-1', 'a-0'); // nobody knows what it is: it gets nothing, and is left out
    const split = (routes: string) =>
      resolved(text, {}, { ...files, 'a.yaml': `${named('a-1')}---\n${named('a-2')}${routes}` }).services[0].split[0];
    expect(split(tagged)).toEqual({ at: 0, shares: [0, 10_000], named: [true, true] });
    expect(split(gone)).toEqual({ at: 0, shares: [0, 10_000], named: [false, true] });
    expect(problems(text, {}, { ...files, 'a.yaml': `${SERVICE}---\n${SERVICE}` }).join('\n')).toContain(
      'is required (it tells the revisions of this service apart)',
    );
  });

  test('traffic that does not add up is refused, as by Knative, also where it all goes to one revision', () => {
    const adding = (targets: string): readonly string[] =>
      problems(text, {}, { ...files, 'a.yaml': `${SERVICE}  traffic: [${targets}]\n` });
    const rule = (sum: number): string => `a.yaml:19:3  spec.traffic, must add up to 100 percent, not to ${sum}`;
    expect(adding('{ latestRevision: true, percent: 50 }')).toEqual([rule(50)]);
    expect(adding('{ latestRevision: true }')).toEqual([rule(0)]);
    expect(adding('{ latestRevision: true, percent: 100 }, { latestRevision: true, percent: 1 }')).toEqual([rule(101)]);
    expect(adding('{ latestRevision: true, percent: 100 }')).toEqual([]);
  });

  test('a document with nothing but an image is a revision too', () => {
    const bare = (name: string): string =>
      `apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: a }\nspec:\n  template:\n    metadata: { name: ${name} }\n    spec: { containers: [{ image: x }] }\n`;
    const traffic = '  traffic: [{ revisionName: a-1, percent: 90 }, { revisionName: a-2, percent: 10 }]\n';
    const [service] = resolved(
      text,
      {},
      { ...files, 'a.yaml': `${bare('a-1')}---\n${bare('a-2')}${traffic}` },
    ).services;
    expect(service.revisions.map(({ name }) => name)).toEqual(['a-1', 'a-2']);
    expect(service.split).toEqual([{ at: 0, shares: [9000, 1000], named: [true, true] }]);
  });

  test('traffic to a revision that nobody described is refused', () => {
    const traffic = '  traffic: [{ revisionName: a-old, percent: 100 }]\n';
    expect(problems(text, {}, { ...files, 'a.yaml': SERVICE + traffic })).toEqual([
      expect.stringContaining('split["a-old"]'.replace('["a-old"]', '.a-old, is not a revision of this service')),
    ]);
  });

  test('a split that stands still is deployed with the latest revision, one that moves stays in the scenario', () => {
    const shares = (traffic: string): string => `headroom: 1
horizon: 1m
services:
  shop:
    revisions: { a: {}, b: {} }
    traffic: ${traffic}
    arrivals: 1/s
    serviceTime: 1s
`;
    const still = resolved(shares('[{ at: 0s, split: { a: 90%, b: 10% } }]'));
    const written: Files = Object.fromEntries(writeManifests(still).map(({ path, text: file }) => [path, file]));
    expect(written['shop.yaml']).toContain(
      'traffic: [ { revisionName: a, percent: 90 }, { revisionName: b, percent: 10 } ]',
    );
    expect(written['scenario.yaml']).not.toContain('traffic');
    expect(resolved(written['scenario.yaml'], {}, written)).toEqual(still);
    const moving = shares('[{ at: 0s, split: { a: 100% } }, { at: 30s, split: { b: 100% } }]');
    for (const each of [moving, shares('[{ at: 0s, split: { a: 99.5%, b: 0.5% } }]')]) {
      const [scenario] = writeManifests(resolved(each));
      expect(scenario.text).toContain('traffic');
    }
  });

  test('a service may be called as a file that is written anyway', () => {
    const called = resolved(
      text.replace('a:', 'scenario:').replace('a.yaml', 's.yaml'),
      {},
      {
        ...files,
        's.yaml': SERVICE.replace('name: a ', 'name: scenario '),
      },
    );
    const written: Files = Object.fromEntries(writeManifests(called).map(({ path, text: file }) => [path, file]));
    expect(Object.keys(written)).toContain('scenario.service.yaml');
    expect(resolved(written['scenario.yaml'], {}, written)).toEqual(called);
  });

  test('GPUs are written as Kubernetes names them, and read back', () => {
    const gpus = resolved(small('revision: { resources: { gpus: 2, limits: { cpu: "1", memory: 1Gi } } }\n'));
    const written: Files = Object.fromEntries(writeManifests(gpus).map(({ path, text: file }) => [path, file]));
    expect(written['a.yaml']).toContain('limits: { cpu: "1", memory: 1Gi, nvidia.com/gpu: 2 }');
    expect(written['a.yaml']).not.toContain('gpus');
    expect(resolved(written['scenario.yaml'], {}, written)).toEqual(gpus);
  });

  test('what ends a response that does not begin, or pauses, is read and written', () => {
    const more = SERVICE.replace(
      'timeoutSeconds: 60',
      'timeoutSeconds: 60\n      responseStartTimeoutSeconds: 10\n      idleTimeoutSeconds: 5',
    );
    const scenario = resolved(text, {}, { ...files, 'a.yaml': more });
    expect(scenario.services[0].revisions[0]).toMatchObject({
      timeout: 60 * SECOND,
      responseStartTimeout: 10 * SECOND,
      idleTimeout: 5 * SECOND,
    });
    const written: Files = Object.fromEntries(writeManifests(scenario).map(({ path, text: file }) => [path, file]));
    expect(written['a.yaml']).toContain('      responseStartTimeoutSeconds: 10\n      idleTimeoutSeconds: 5\n');
    expect(resolved(written['scenario.yaml'], {}, written).services).toEqual(scenario.services);
  });

  test('what is written is what would be deployed', () => {
    const written = writeManifests(resolved(text, {}, files));
    expect(written.map(({ path }) => path)).toEqual(['scenario.yaml', 'config-autoscaler.yaml', 'a.yaml']);
    expect(written[2].text).toBe(`# A scenario does not know your image: put it in before you apply this.
apiVersion: serving.knative.dev/v1
kind: Service
metadata: { name: a }
spec:
  template:
    metadata: { annotations: { autoscaling.knative.dev/target: "8", autoscaling.knative.dev/maxScale: "50" } }
    spec:
      containerConcurrency: 10
      timeoutSeconds: 60
      containers:
        - image: registry.example/a
          resources: { requests: { cpu: 500m, memory: 512Mi }, limits: { cpu: "1", memory: 512Mi } }
`);
  });
});
