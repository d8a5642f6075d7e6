// The Python of a page: one worker, made when first needed and again after Stop.
window.BookPython = (() => {
  "use strict";
  const here = new URL(".", document.currentScript.src).href;
  const SIZE = "%SIZE%";
  const FROM_DISK = location.protocol === "file:";
  const SERVE = "A browser starts Python only in pages that come from a server, and this one was " +
    "opened from a file. Run “make read” in the folder of the book, or “python -m http.server” " +
    "in the folder of this page, and open the address that it prints.";
  const PACKAGES = {numpy: "NumPy (%NUMPY%, once)", matplotlib: "matplotlib (%MATPLOTLIB%, once)"};
  const lacks = (name) => `${name} is not part of this site, or not as it should be: the book was built ` +
    "where it could not be fetched. On your own machine everything runs: see the README of the book.";

  const python = {
    worker: null, isReady: false, job: null, jobs: 0, warmed() {},
    start(warmed = () => {}, soon = []) {
      if (this.worker || FROM_DISK) return;
      this.warmed = warmed;
      const worker = new Worker(`${here}python/worker.mjs`, {type: "module"});
      worker.onmessage = ({data}) => worker === this.worker && this.hear(data);
      worker.onerror = async ({message}) => {
        const text = message || await whyNotLoaded();
        if (worker === this.worker) this.breakDown(text);
      };
      this.worker = worker;
      if (soon.length) worker.postMessage({soon});
    },
    hear({job, state, text, name, told}) {
      if (state === "ready") {
        this.isReady = true;
        if (!this.job) this.warmed("Python is ready.");
      }
      if (state === "broken") this.breakDown(text);
      if (!this.job || job !== this.job.number) return;
      if (state === "running") this.job.say("Running …");
      if (state === "printed") this.job.print(text);
      if (state === "loading") this.job.say(`${PACKAGES[name]} is loading …`);
      if (state === "lacks") this.end((job) => job.failed(lacks(PACKAGES[name].split(" ")[0])));
      if (state === "done") this.end((job) => job.done(told));
    },
    end(tell) {
      const job = this.job;
      this.job = null;
      if (job) tell(job);
    },
    stop(tell) {
      this.worker?.terminate();
      this.worker = null;
      this.isReady = false;
      this.end(tell);
    },
    breakDown(text) {
      const told = `Python broke down: ${text}. It starts again with the next run.`;
      if (!this.job) this.warmed(told);
      this.stop((job) => job.failed(told));
    },
    ask(job, question) {
      this.start();
      job.say(this.isReady ? "Running …" : `Python is loading (${SIZE}, once) …`);
      this.job = {...job, number: ++this.jobs};
      this.worker.postMessage({job: this.job.number, ...question});
    },
  };

  // a browser says nothing of a worker that it refuses
  async function whyNotLoaded() {
    for (const name of ["worker.mjs", "pyodide.mjs"]) {
      try {
        const answer = await fetch(`${here}python/${name}`, {method: "HEAD"});
        const type = answer.headers.get("content-type") ?? "nothing";
        if (!answer.ok) return `the server has no file ${name} (${answer.status})`;
        if (!/javascript/i.test(type))
          return `the server sends the file ${name} as “${type}”, and a browser runs it only as ` +
            "“text/javascript”. Whoever keeps the server sets this type for files that end in .mjs";
      } catch { return `the server does not answer for the file ${name}`; }
    }
    return "its files could not be loaded";
  }

  return Object.assign(python, {SIZE, FROM_DISK, SERVE});
})();
