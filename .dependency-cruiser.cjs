/**
 * Who may know whom: the table of docs/architecture.md, as rules. tools/boundaries-selftest.mjs plants a
 * violation of each of them and fails unless it is found.
 */

/** The rooms that each room may know; itself it knows anyway. */
const MAY_KNOW = {
  platform: [],
  sync: ['platform'],
  locations: ['platform', 'sync'],
  customers: ['platform', 'sync'],
  'debt-accounts': ['platform', 'sync', 'locations', 'customers'],
  jit: ['platform', 'locations', 'customers', 'debt-accounts'],
  tratta: ['platform', 'sync', 'locations', 'customers', 'debt-accounts', 'jit'],
  billing: ['platform', 'sync', 'locations', 'customers', 'debt-accounts'],
  imports: ['platform', 'sync', 'locations', 'customers', 'debt-accounts'],
  demo: ['platform', 'sync', 'locations', 'customers', 'debt-accounts'],
};
const ROOMS = Object.keys(MAY_KNOW);
MAY_KNOW.activity = ROOMS.filter((room) => room !== 'demo');
/** The files that lie in src itself: main.ts and app.module.ts, which put the rooms together. */
const ROOT_MAY_KNOW = [...ROOMS, 'activity'];
/** What programs outside the service could use as well, so it knows nothing of the service. */
MAY_KNOW['api-client'] = [];
MAY_KNOW.cli = [...ROOT_MAY_KNOW, 'api-client'];

const ROOT_FILES = '^src/[^/]+$';
/** Started by Node, npm or Jest, not imported. */
const ENTRIES = [
  '^src/main\\.ts$',
  '^(bench|sandbox)/main\\.ts$',
  '^sandbox/[^/]+/main\\.ts$',
  '^test/support/global-(setup|teardown)\\.ts$',
  // Loaded by name into processes that tests start.
  '^test/support/preload/[^/]+\\.mjs$',
];
const TESTS = '\\.spec\\.ts$';
/** What a room shows to others. Platform and api-client show all their files: they are tools. */
const FACES = '\\.(module|service|types)\\.ts$';
/** The one file that makes and reads XML. */
const XML_FILE = '^src/billing/gotransverse/gotransverse\\.xml\\.ts$';
const XML_PACKAGES =
  '(^|node_modules/)(libxml2-wasm|libxmljs2?|fast-xml-(parser|builder)|xml2js|xmlbuilder2?|xml-js|sax|saxes|@xmldom/xmldom|xpath)(/|$)';
const JUNK_DRAWERS = '(^|[/.-])(utils?|helpers?|common|misc)([/.]|$)';
const BARRELS = '(^|/)index\\.[cm]?[jt]sx?$';
const PACKAGES = 'node_modules/';

const inRoom = (room) => `^src/${room}/`;
const inRooms = (rooms) => `^src/(${rooms.join('|')})/`;

function roomRule(room) {
  const known = [room, ...MAY_KNOW[room]];
  // The command line starts the application, so it alone knows app.module.ts.
  const itself = room === 'cli' ? ['^src/app\\.module\\.ts$'] : [];
  return {
    name: `room-${room}`,
    severity: 'error',
    comment: `src/${room} may know ${MAY_KNOW[room].join(', ') || 'no other room'} only.`,
    from: { path: inRoom(room) },
    to: { path: '^src/', pathNot: [inRooms(known), ...itself] },
  };
}

const rooms = [
  ...Object.keys(MAY_KNOW).map(roomRule),
  {
    name: 'root-knows-no-cli',
    severity: 'error',
    comment: 'main.ts and app.module.ts put the rooms together; the command line stands above them.',
    from: { path: ROOT_FILES, pathNot: TESTS },
    to: { path: '^src/[^/]+/', pathNot: inRooms(ROOT_MAY_KNOW) },
  },
  {
    name: 'every-room-is-in-the-table',
    severity: 'error',
    comment: 'A new room first says whom it may know: in docs/architecture.md and in this file.',
    from: { path: '^src/[^/]+/', pathNot: inRooms(Object.keys(MAY_KNOW)) },
    to: {},
  },
  {
    name: 'only-a-rooms-face',
    severity: 'error',
    comment: "Of another room only its *.module.ts, *.service.ts and *.types.ts are anyone's business.",
    from: { path: '^src/([^/]+)/' },
    to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', inRooms(['platform', 'api-client']), FACES] },
  },
  {
    name: 'root-knows-only-faces',
    severity: 'error',
    comment: 'main.ts and app.module.ts, too, know of a room only its face.',
    from: { path: ROOT_FILES, pathNot: TESTS },
    to: { path: '^src/[^/]+/', pathNot: [inRooms(['platform', 'cli', 'api-client']), FACES] },
  },
  {
    name: 'tratta-knows-only-jits-preview',
    severity: 'error',
    comment: 'What Tratta would be told is asked of the preview, never worked out again.',
    from: { path: inRoom('tratta') },
    to: {
      path: inRoom('jit'),
      pathNot: '^src/jit/(jit\\.module|jit-preview\\.(module|service|types))\\.ts$',
    },
  },
];

const shape = [
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'Two files that need each other are one, or want a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    severity: 'error',
    comment: 'A file that nobody knows and that knows nobody is left over.',
    from: {
      orphan: true,
      pathNot: [
        TESTS,
        ...ENTRIES,
        '\\.d\\.ts$',
        '^src/platform/database/generated/',
        '^src/api-client/generated/',
      ],
    },
    to: {},
  },
  {
    name: 'no-junk-drawers',
    severity: 'error',
    comment: 'Name a file or folder after what it does.',
    from: { path: JUNK_DRAWERS },
    to: {},
  },
  {
    name: 'no-junk-drawers-known',
    severity: 'error',
    comment: 'Name a file or folder after what it does.',
    from: {},
    to: { path: JUNK_DRAWERS, pathNot: PACKAGES, dependencyTypesNot: ['core', 'unknown'] },
  },
  {
    name: 'no-barrels',
    severity: 'error',
    comment: 'Import from the file that has it.',
    from: { path: BARRELS },
    to: {},
  },
  {
    name: 'no-barrels-known',
    severity: 'error',
    comment: 'Import from the file that has it.',
    from: {},
    to: { path: BARRELS, pathNot: PACKAGES },
  },
];

const packages = [
  {
    name: 'production-knows-no-tests',
    severity: 'error',
    comment: 'The service must run without its tests, benchmarks, sandboxes and tools.',
    from: { path: '^src/', pathNot: TESTS },
    to: { path: ['^(test|bench|sandbox|tools)/', TESTS] },
  },
  {
    name: 'sandboxes-know-no-client',
    severity: 'error',
    comment:
      "A stand-in that shares the client's mistakes finds none of them: tools, XML and the schema are shared.",
    from: { path: '^sandbox/' },
    to: {
      path: '^(src|test|bench)/',
      pathNot: ['^src/platform/', '^src/billing/gotransverse/gotransverse\\.(xml|schema)\\.ts$'],
    },
  },
  {
    name: 'production-knows-no-dev-packages',
    severity: 'error',
    comment: 'What the service needs at run time is a dependency, not a devDependency.',
    from: { path: '^src/', pathNot: TESTS },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'packages-are-declared',
    severity: 'error',
    comment: 'Whatever is imported stands in package.json, not only in what another package brought along.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'everything-is-found',
    severity: 'error',
    comment: 'The file or package is not there.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'one-file-knows-xml',
    severity: 'error',
    comment:
      'How XML is written and read, and with what precautions, is decided once, in gotransverse.xml.ts.',
    from: { path: '^(src|sandbox)/', pathNot: XML_FILE },
    to: { path: XML_PACKAGES },
  },
];

module.exports = {
  forbidden: [...rooms, ...shape, ...packages],
  options: {
    doNotFollow: {
      path: ['node_modules', '^src/platform/database/generated/', '^src/api-client/generated/'],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
