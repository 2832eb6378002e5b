// The walls between the rooms (the picture is in docs/architecture.md). Checked by `npm run check` and by test/architecture/import-rules.test.ts,
// which plants one wrong import per rule and wants to see each of them found. A rule that stands in your way is asking whether the
// new arrow between two rooms is meant: draw the plan again first, then change the rule and its test together.
const ours =
  '^((domain|workflows|activities|providers|ledger|api|worker|ui|agent|sandboxes|migrations|test|bench|scripts|examples)/|(config|temporal)\\.ts$)'
const atRunTime = { dependencyTypesNot: ['type-only', 'type-import'] }
const zod = '(^|/)node_modules/zod/'
// Beside the rules themselves: the words they speak and the exact arithmetic they count with, none of which reaches zod.
const pureDomain = '^domain/(rules/|errors/|(errors|entities|money|days)\\.ts$)'

module.exports = {
  forbidden: [
    // 1
    rule(
      'domain-knows-nobody',
      'domain is the ground floor: every room stands on it, so it imports nothing of ours and of others only zod.',
      { path: '^domain/' },
      { pathNot: ['^domain/', zod] },
    ),
    rule(
      'rules-know-no-zod',
      'domain/rules, errors and entities are loaded by workflows, whose sandbox is made anew for each run; zod there costs memory per run. Import schemas with `import type`.',
      { path: pureDomain },
      { path: zod, ...atRunTime },
    ),
    rule(
      'rules-load-no-schema',
      'A file beside the rules holds zod schemas and would bring zod into the workflow bundle. Use `import type`.',
      { path: pureDomain },
      { path: '^domain/', pathNot: pureDomain, ...atRunTime },
    ),
    // 2
    rule(
      'workflows-load-only-rules',
      "Workflow code is replayed, so it has to be deterministic; Temporal's bundler does not catch activities, SQL or zod in it, this rule does.",
      { path: '^workflows/' },
      { pathNot: ['^workflows/', pureDomain, '(^|/)node_modules/@temporalio/workflow/'], ...atRunTime },
    ),
    rule(
      'workflows-see-one-type-of-activities',
      'Of activities a workflow sees the type in activities/index.ts, and of everybody else nothing.',
      { path: '^workflows/' },
      { path: ours, pathNot: ['^workflows/', '^domain/', '^activities/index\\.ts$'] },
    ),
    // 3
    rule(
      'activities-call-nobody-above',
      'Calls go one way: api, workflows, activities, providers. An activity knows workflows/contract.ts alone, because it wakes mailboxes by name.',
      { path: '^activities/' },
      { path: '^(workflows/(?!contract\\.ts$)|api/|worker/|ui/|agent/|sandboxes/|scripts/|bench/)' },
    ),
    // 4
    rule(
      'providers-know-only-domain',
      'A provider translates. What it needs (a turn, fresh tokens, clock, fetch, log) is handed to it; the store and the callers are not its business.',
      { path: '^providers/' },
      { path: ours, pathNot: ['^providers/', '^domain/'] },
    ),
    rule(
      'providers-do-not-know-each-other',
      'A change for one accounting package must not be able to break another; what they share stands in providers/*.ts.',
      { path: '^providers/([^/]+)/' },
      { path: '^providers/[^/]+/', pathNot: '^providers/$1/' },
    ),
    rule(
      'sdk-in-client-only',
      "A provider's SDK is imported by its client.ts alone, types too, so that it can be replaced in one file. The baseline of the benchmarks is the SDK by itself.",
      { pathNot: '^(providers/[^/]+/client\\.ts$|bench/bare-script\\.ts$|test/|tools/)' },
      { path: '(^|/)node_modules/(xero-node|node-quickbooks)/' },
    ),
    rule(
      'front-desk-loads-no-sdk',
      'The api loads the front desk; SDKs are for the worker.',
      { path: '^providers/front-desk\\.ts$' },
      { path: '(^|/)node_modules/(xero-node|node-quickbooks)/', reachable: true },
    ),
    // 5
    rule(
      'sql-in-ledger-only',
      'SQL stands in ledger and migrations, where every function takes the company it acts for. scripts/dump-schema.ts reads the catalogue, no rows.',
      { pathNot: '^(ledger/|migrations/|test/|scripts/dump-schema\\.ts$)' },
      { path: '(^|/)node_modules/(kysely|pg|@types/pg)/' },
    ),
    rule(
      'ledger-imports-only-domain',
      'The ledger is where api and activities meet; it calls neither.',
      { path: '^ledger/' },
      { path: ours, pathNot: ['^ledger/', '^domain/'] },
    ),
    rule(
      'migrations-are-frozen',
      'A migration must do in five years what it did on its day, so it imports nothing of ours that could change.',
      { path: '^migrations/' },
      { path: ours },
    ),
    // 6
    rule(
      'api-knows-no-hands',
      'The api starts and signals by name: workflows/contract.ts, providers/front-desk.ts, ledger and domain are all it knows.',
      { path: '^api/' },
      {
        path: ours,
        pathNot: ['^api/', '^ledger/', '^domain/', '^workflows/contract\\.ts$', '^providers/front-desk\\.ts$', '^(config|temporal)\\.ts$'],
      },
    ),
    // 7
    rule(
      'ui-knows-the-contract-alone',
      'The pages are a guest: what they can do, every host can do over HTTP.',
      { path: '^ui/' },
      { path: ours, pathNot: ['^ui/', '^api/contract'] },
    ),
    rule(
      'ui-takes-types-alone',
      'The contract is zod, which a browser need not load. Use `import type`.',
      { path: '^ui/' },
      { path: '^api/', ...atRunTime },
    ),
    rule(
      'agent-knows-nobody',
      "The agent runs on the customer's machine and speaks HTTP.",
      { path: '^agent/' },
      { path: ours, pathNot: ['^agent/'] },
    ),
    rule(
      'sandboxes-know-nobody',
      'A pretend provider that shares our mapping shares our mistakes.',
      { path: '^sandboxes/' },
      { path: ours, pathNot: ['^sandboxes/'] },
    ),
    // 8
    rule(
      'environment-at-the-entrance',
      'The environment is read once, at the entrance, and handed in as values; connections to Temporal likewise.',
      { pathNot: '^((api|worker)/main\\.ts|(scripts|test|bench)/.*|temporal\\.ts)$' },
      { path: '^(config|temporal)\\.ts$' },
    ),
    rule(
      'environment-knows-nobody',
      'config.ts and temporal.ts are read before anything else is there.',
      { path: '^(config|temporal)\\.ts$' },
      { path: ours, pathNot: '^config\\.ts$' },
    ),
    rule(
      'worker-assembles',
      'The worker puts together activities, providers/registry, ledger and domain; workflows it hands over by path.',
      { path: '^worker/' },
      {
        path: ours,
        pathNot: [
          '^worker/',
          '^activities/',
          '^providers/registry\\.ts$',
          '^ledger/',
          '^domain/',
          '^workflows/contract\\.ts$',
          '^(config|temporal)\\.ts$',
        ],
      },
    ),
    rule(
      'scripts-speak-http',
      'What a script or a benchmark can do, a host can do: by HTTP. They see the types of the contract, migrate the database, and read the error table for its page.',
      { path: '^(scripts|bench)/' },
      {
        path: ours,
        pathNot: ['^(scripts|bench)/', '^ledger/migrate\\.ts$', '^api/contract', '^domain/errors(/|\\.ts$)', '^(config|temporal)\\.ts$'],
      },
    ),
    rule(
      'scripts-take-types-alone',
      'Of the contract a script sees types.',
      { path: '^(scripts|bench)/' },
      { path: '^api/', ...atRunTime },
    ),
    rule(
      'examples-import-nothing',
      'The examples are what a host would export; they know nothing of us.',
      { path: '^examples/' },
      { path: ours, pathNot: ['^examples/'] },
    ),
    rule('nobody-imports-test', 'Tests are not there in production.', { pathNot: '^test/' }, { path: '^test/' }),
    rule(
      'nobody-imports-scripts',
      'Scripts are entrances; what a room needs of them belongs into a room.',
      { pathNot: '^(scripts|test|bench)/' },
      { path: '^scripts/' },
    ),
    rule('nobody-imports-an-entrance', 'Importing main.ts starts it.', {}, { path: '^(api|worker|sandboxes)/main\\.ts$' }),
    // 9
    rule('no-circles', 'Two files that need each other are one file, or a third is missing. Types count.', {}, { circular: true }),
    // ours to keep true, not one of the nevers: an import that leads nowhere would hide every other breach
    rule('imports-lead-somewhere', 'An import that cannot be resolved is checked by no rule.', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^sandboxes/[^/]+/schema/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      mainFields: ['types', 'main'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.d.ts', '.css', '.json'],
    },
  },
}

function rule(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to }
}
