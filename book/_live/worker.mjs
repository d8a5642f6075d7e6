// Python for the exercises and cells of a page. It runs beside the page, so that Stop can end it at
// any time. NumPy and matplotlib come from the site too, when a text imports them; the browser
// compares them with the hashes of Pyodide's lock.
import {loadPyodide} from "./pyodide.mjs";

const here = new URL(".", import.meta.url).href;

// Without its larger files Pyodide would wait for ever.
async function demand(name) {
  const answer = await fetch(here + name, {method: "HEAD"});
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.headers.get("content-type");
}

async function start() {
  const [type] = await Promise.all(["pyodide.asm.wasm", "python_stdlib.zip"].map(demand));
  if (type !== "application/wasm") // it may not stream what a server sends as something else
    WebAssembly.instantiateStreaming = async (answer, imports) =>
      WebAssembly.instantiate(await (await answer).arrayBuffer(), imports);
  const [python, book] = await Promise.all([
    loadPyodide({indexURL: here, packageBaseUrl: here}),
    fetch(`${here}backprop.zip`).then((answer) => {
      if (!answer.ok) throw new Error(`backprop.zip: ${answer.status}`);
      return answer.arrayBuffer();
    }),
  ]);
  python.unpackArchive(book, "zip", {extractDir: "/book"});
  python.runPython(`
    import sys, json, os
    os.environ["MPLBACKEND"] = "svg"
    sys.path.insert(0, "/book")
    from backprop import workbook
    from backprop.workbook.cells import Cells, packages

    cells = Cells()

    def needs(text, exercise):
        check = workbook.read(exercise, "check.py") if exercise else ""
        return json.dumps(packages(text) + packages(check))

    def report(text, exercise, cell, write):
        told = cells.run(text, cell, write) if cell else workbook.report(text, exercise, write)
        return json.dumps(told)
  `);
  return {python, needs: python.globals.get("needs"), report: python.globals.get("report")};
}

const ready = start();
ready.then(() => postMessage({state: "ready"}),
           (error) => postMessage({state: "broken", text: String(error)}));

// what is missing and cannot be had, or nothing
async function load(python, names, tell = () => {}) {
  const silent = {messageCallback() {}, errorCallback() {}, checkIntegrity: true};
  for (const name of names) {
    if (name in python.loadedPackages) continue;
    tell(name);
    try { await python.loadPackage(name, silent); } catch { /* it is not there, or not what it should be */ }
    if (!(name in python.loadedPackages)) return name;
  }
}

let loading = Promise.resolve(); // what was begun before it is needed

onmessage = async ({data: {job, text, exercise, cell, soon}}) => {
  const {python, needs, report} = await ready;
  if (soon) { // a reader began to write
    loading = load(python, soon);
    return;
  }
  let printed = "", sent = performance.now();
  function send() {
    if (printed) postMessage({job, state: "printed", text: printed});
    printed = "";
    sent = performance.now();
  }
  function write(more) {
    printed += more;
    if (performance.now() - sent > 50) send();
  }
  try {
    await loading;
    const names = JSON.parse(needs(text, exercise ?? undefined));
    const lacks = await load(python, names, (name) => postMessage({job, state: "loading", name}));
    if (lacks) return postMessage({job, state: "lacks", name: lacks});
    postMessage({job, state: "running"});
    const told = JSON.parse(report(text, exercise ?? undefined, cell ?? undefined, write));
    send();
    postMessage({job, state: "done", told});
  } catch (error) { // Python itself broke down: the page starts another
    send();
    const deep = error instanceof RangeError;
    postMessage({state: "broken", text: deep ? "it went too deep, by calls within calls or a " +
      "chain of thousands of objects" : String(error).trim().split("\n").at(-1)});
  }
};
