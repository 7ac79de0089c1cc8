// The thin module of ELMA365 outside the platform. `compile` type-checks its scripts and joins each as it is
// pasted; `run` runs them so joined against a runtime of our own. An order comes on stdin, what came of it is printed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { json } from "node:stream/consumers";
import vm from "node:vm";

const place = (folder, project) => path.join(folder, `${project.replaceAll("/", "-")}.js`);

/** Orders are [project, line added to its last file]; without such a line the joined text is kept in `out`. */
function compile(orders, packages, module, out) {
  const ts = createRequire(path.join(packages, "node_modules/"))("typescript");
  const libraries = new Map();
  mkdirSync(out, { recursive: true });
  return orders.map(([project, extra]) => {
    const config = path.join(module, project.endsWith(".json") ? project : `${project}/tsconfig.json`);
    const parsed = ts.getParsedCommandLineOfConfigFile(config, { outFile: place(out, project) }, {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (fault) => { throw new Error(`${config}: ${fault.messageText}`); },
    });
    const host = ts.createCompilerHost(parsed.options);
    const read = host.getSourceFile;
    const last = parsed.fileNames.at(-1);
    host.getSourceFile = (name, options) => {
      if (extra && name === last) return ts.createSourceFile(name, `${ts.sys.readFile(name)}\n${extra}`, options, true);
      if (!libraries.has(name)) libraries.set(name, read.call(host, name, options));
      return libraries.get(name);
    };
    const program = ts.createProgram(parsed.fileNames, parsed.options, host);
    const faults = [...parsed.errors, ...ts.getPreEmitDiagnostics(program)];
    if (!extra) program.emit(undefined, (name, text) => writeFileSync(name, text));
    return faults.map((fault) => ts.flattenDiagnosticMessageText(fault.messageText, " "));
  });
}

class HttpResponse {
  constructor(code = 200) { this.code = code; }
  status(code) { this.code = code; return this; }
  json(value) { this.value = value; return this; }
}

/** One script in a world of its own: what it was given, what it left. */
async function run(order, out) {
  const { project, calls, context = {}, parameters = {}, storage = {}, user = "u1", administrators = [] } = order;
  const browser = [];
  const group = { users: async () => administrators.map((id) => ({ id })) };
  const search = (code) => ({
    where: (condition) => search(condition({ code: { eq: (value) => value } })),
    first: async () => (code === "administrators" ? group : undefined),
  });
  const world = vm.createContext({
    Context: { data: context },
    Namespace: {
      params: { data: parameters },
      storage: {
        getItem: async (key) => storage[key],
        setItem: async (key, value) => { storage[key] = value; },
      },
    },
    System: { users: { getCurrentUser: async () => ({ id: user }) }, userGroups: { search: () => search() } },
    Server: { rpc: new Proxy({}, { get: (_, name) => async () => { browser.push(String(name)); } }) },
    window: { open: (...given) => { browser.push(given); } },
    HttpResponse,
    fetch,
  });
  vm.runInContext(readFileSync(place(out, project), "utf8"), world);
  const results = [];
  for (const [name, ...given] of calls) {
    try {
      const result = await world[name](...given);
      results.push(result instanceof HttpResponse ? { status: result.code, body: result.value } : null);
    } catch (error) {
      results.push({ thrown: error.message });
    }
  }
  return { results, context, storage, browser };
}

const [operation, ...places] = process.argv.slice(2);
const orders = await json(process.stdin);
const done = operation === "compile" ? compile(orders, ...places) : [];
if (operation === "run") for (const one of orders) done.push(await run(one, ...places));
console.log(JSON.stringify(done));
