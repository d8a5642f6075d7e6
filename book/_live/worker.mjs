// Python for the exercises of a page. It runs beside the page, so that Stop can end it at any time.
import {loadPyodide} from "./pyodide.mjs";

const NUMPY_HOST = "https://cdn.jsdelivr.net/pyodide/v%PYODIDE%/full/";
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
    loadPyodide({indexURL: here, packageBaseUrl: NUMPY_HOST}),
    fetch(`${here}backprop.zip`).then((answer) => {
      if (!answer.ok) throw new Error(`backprop.zip: ${answer.status}`);
      return answer.arrayBuffer();
    }),
  ]);
  python.unpackArchive(book, "zip", {extractDir: "/book"});
  python.runPython(`
    import sys, json
    sys.path.insert(0, "/book")
    from backprop import workbook

    def report(answer, exercise, write):
        return json.dumps(workbook.report(answer, exercise, write))
  `);
  return {python, report: python.globals.get("report")};
}

const ready = start();
ready.then(() => postMessage({state: "ready"}),
           (error) => postMessage({state: "broken", text: String(error)}));

async function loadNumpy(python) {
  const silent = {messageCallback() {}, errorCallback() {}};
  try { await python.loadPackage("numpy", silent); } catch { /* no network */ }
  return "numpy" in python.loadedPackages;
}

onmessage = async ({data: {job, answer, exercise, numpy}}) => {
  const {python, report} = await ready;
  if (numpy && !await loadNumpy(python)) {
    postMessage({job, state: "no numpy"});
    return;
  }
  postMessage({job, state: "running"});
  let printed = "", sent = performance.now();
  function send() {
    if (printed) postMessage({job, state: "printed", text: printed});
    printed = "";
    sent = performance.now();
  }
  function write(text) {
    printed += text;
    if (performance.now() - sent > 50) send();
  }
  try {
    const told = JSON.parse(report(answer, exercise ?? undefined, write));
    send();
    postMessage({job, state: "done", told});
  } catch (error) { // Python itself broke down: the page starts another
    send();
    const deep = error instanceof RangeError;
    postMessage({state: "broken", text: deep ? "it went too deep, by calls within calls or a " +
      "chain of thousands of objects" : String(error).trim().split("\n").at(-1)});
  }
};
