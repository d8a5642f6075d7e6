// Live cells: each cell of a chapter can be opened, changed and run, after the cells above it. What a
// cell shows when it runs here stands in the place of what was printed, until that is asked for again.
(() => {
  "use strict";
  const {element, button, withEditor} = window.BookPage;
  const python = window.BookPython;
  const {seconds} = window.cells;
  const MANY = 20; // seconds that are said before they begin

  // in the order of the page; those whose lines are hidden draw, and define nothing
  const boxes = [...document.querySelectorAll("article div.cell")].filter(
    (box) => box.querySelector(":scope > .cell_input pre"));
  const cells = boxes.map(mount);
  let queue = null; // the numbers of the cells that are to run, while they do

  function mount(box, number) {
    const name = `cell ${number + 1}`;
    const input = box.querySelector(":scope > .cell_input");
    const printed = input.querySelector("pre").textContent.trimEnd();
    const raises = /\btag_(raises-exception|refuses)\b/.test(box.className);
    const output = element("div", {className: "cell_output cell-shown", hidden: true, tabIndex: 0});
    output.setAttribute("role", "region");
    output.setAttribute("aria-label", `What ${name} shows`);
    const alts = [...box.querySelectorAll(".cell_output img")].map((img) => img.alt);
    const opener = button("Change and run", open, "cell-open");
    opener.setAttribute("aria-label", `Change and run ${name}`);
    input.append(opener);
    let editor, bar, status;
    let mine = null; // what was written, while the cell is as printed
    let ran = {}; // in which Python, and what

    async function open() {
      if (editor) return;
      if (!window.BookEditor) await withEditor();
      const id = `${name.replace(" ", "-")}-keys`;
      const keys = element("p", {className: "exercise-keys", id,
        textContent: "Ctrl+Enter runs. To leave the editor by keyboard: Escape, then Tab."});
      const paper = element("div", {className: "exercise-editor"});
      status = element("p", {className: "exercise-status"});
      status.setAttribute("role", "status");
      bar = {
        run: button("Run", () => go(number), "is-first"),
        stop: button("Stop", () => { python.stop((job) => job.failed("Stopped.")); python.start(); }),
        again: button("Start again", () => { editor.text = printed; }),
        printed: button("As printed", () => cell.close()),
      };
      bar.stop.disabled = true;
      const group = element("div", {className: "exercise-bar"}, ...Object.values(bar));
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", name);
      editor = BookEditor(paper, mine ?? printed, {
        label: `Lines of ${name}`, describedBy: id, onRun: () => go(number), onChange() {},
        onFocus() { if (!python.FROM_DISK) python.start(); },
      });
      input.hidden = true;
      input.after(element("div", {className: "cell-live"}, paper, keys, group, status, output));
      paper.querySelector(".cm-content").focus();
      if (python.FROM_DISK) say(python.SERVE);
      else if (seconds > MANY)
        say(`All cells of this chapter take about ${seconds} seconds in a page.`);
    }
    function close() {
      if (queue?.includes(this)) { python.stop((job) => job.failed("Stopped.")); python.start(); }
      box.querySelector(".cell-live").remove();
      show(null);
      input.hidden = false;
      mine = editor.text;
      editor = null;
      opener.focus();
    }
    function say(text) { if (editor) status.textContent = text; }

    // what was printed, or what came out here
    function show(parts) {
      const fold = box.querySelector(":scope > .predicted, :scope > .cell_output:not(.cell-shown)");
      if (fold) fold.hidden = parts !== null;
      output.hidden = parts === null;
      output.replaceChildren(...parts ?? []);
    }
    const drawn = {
      text: (text) => element("pre", {textContent: text}),
      svg: (svg, i) => element("figure", {}, element("img", {alt: alts[i] ?? `A figure that ${name} drew`,
        src: `data:image/svg+xml,${encodeURIComponent(svg)}`})),
      flipbook: (html) => {
        const made = element("div", {innerHTML: html});
        const book = made.querySelector(".flipbook");
        window.BookFlipbook(book, JSON.parse(book.querySelector("script").textContent));
        return made;
      },
    };

    const cell = {
      name, raises, say, close,
      get text() { return editor ? editor.text : printed; },
      isStale() { return ran.python !== python.worker || ran.text !== this.text; },
      isBusy(busy) {
        if (!editor) return;
        bar.run.disabled = busy;
        bar.stop.disabled = !busy;
        box.setAttribute("aria-busy", busy);
      },
      open,
      // what a job prints is shown at once, the rest when it is done
      begin() {
        const text = element("pre");
        if (editor) { editor.mark(null); show([text]); }
        return (more) => text.append(more);
      },
      end(text, {problem, shown, drawn: made}) {
        const isGood = !problem || raises;
        ran = isGood ? {python: python.worker, text} : {};
        if (!isGood) open(); // it was to run before another: here is what stopped it
        if (!editor) return isGood;
        const before = [...output.children].filter((part) => part.textContent);
        let figures = 0;
        show([...before, ...shown.flatMap((part) => Object.entries(part)).map(([kind, what]) =>
          drawn[kind](what, kind === "svg" ? figures++ : 0))]);
        if (problem) {
          output.append(element("pre", {className: "exercise-problem", textContent: problem.message}));
          editor.mark(problem.line);
        }
        if (text !== printed) output.append(window.BookDraw(made) ?? "");
        output.hidden = !output.hasChildNodes();
        return isGood;
      },
    };
    return cell;
  }

  // A cell runs after those above it that have not run as they stand, and all that follow these.
  function go(last) {
    const asked = cells[last];
    if (queue || python.job) return asked.say("Something else is running. Stop it first.");
    if (python.FROM_DISK) return asked.say(python.SERVE);
    python.start();
    const first = cells.findIndex((cell, number) => number === last || cell.isStale());
    queue = cells.slice(first, last + 1);
    asked.isBusy(true);
    next(asked, 0);
  }
  function next(asked, done) {
    const cell = queue[done];
    const above = queue.length - 1;
    const text = cell.text;
    const finish = (told) => { queue = null; asked.isBusy(false); asked.say(told); };
    python.ask({
      print: cell.begin(),
      say(told) {
        asked.say(cell === asked || told !== "Running …" ? told
          : `Running the cells above: ${done + 1} of ${above} …`);
      },
      failed: finish,
      done(told) {
        let isGood;
        try { isGood = cell.end(text, told); }
        catch (error) { return finish(`What it shows cannot be shown here: ${error.message}.`); }
        if (cell === asked)
          finish(told.problem ? isGood ? "It ended with an error, which is the point of this cell." : "It ended with an error." : "Done.");
        else if (!isGood) finish(`The cells above stopped at ${cell.name}, which is open now and says why.`);
        else if (queue) next(asked, done + 1);
      },
    }, {text, cell: cell.name});
  }
})();
