// Walks: a graph whose numbers the reader fills in, there and back. Python has computed what is
// right and what each foreseen mistake gives; here it is compared with what was typed. The numbers of
// an array stand in a grid, which opens when its shape was found.
(() => {
  "use strict";
  const {memory, element} = window.BookPage;
  const {SLOT, arrows, label, paper, put} = window.BookDraw;
  const COLUMN = 8.6, ROW = 7.8, CELL = 3.3, LINE = 2.1, AWAY = 1.2, MARGIN = 0.6; // in em
  const UNREADABLE = "Write a number, such as 12, −3, 0.25, 0,25 or 1/4.";
  const SHAPELESS = "Write a shape, such as (5, 2), 5 × 2 or (5,).";

  // a fraction, a decimal with a point or a comma, and any sign for minus
  function read(text) {
    const plain = text.trim().replace(/(?<!\d)[¼-¾⅐-⅞]/g, (part) => part.normalize("NFKC").replace("⁄", "/"))
      .replace(/[−–—‐‑－]/g, "-").replace(/^([+-])\s+/, "$1").replace(/\s*\/\s*/, "/").replaceAll(",", ".");
    const found = plain.match(/^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\/(\d+\.?\d*|\.\d+))?$/i);
    const number = found ? Number(found[1]) / Number(found[2] ?? 1) : NaN;
    return Number.isFinite(number) ? number : null;
  }

  // (5, 2), 5 x 2, 5 × 2 and 5, 2; of one axis (5,) and 5; of none ()
  function readShape(text) {
    const plain = text.trim().replace(/^[([](.*)[)\]]$/, "$1").trim().replace(/\s*,$/, "");
    const parts = plain ? plain.split(/\s*(?:[,;x×*]|by)\s*|\s+/i) : [];
    return parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : null;
  }
  const written = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

  const place = (rows, i, j) => rows.length === 1 ? `number ${j + 1}`
    : rows[0].length === 1 ? `number ${i + 1}` : `row ${i + 1}, column ${j + 1}`;

  function mount(live) {
    const {walk: name} = live.dataset;
    let isFresh = false;
    const {alt, near, nodes, boxes, graphs, stages: names, title} = window.walks[name];
    const kept = {graph: 0, stage: 0, typed: {}, ...memory.get(`walk/${name}`)};
    if (!graphs[kept.graph]) kept.graph = 0; // an older version had more of them
    const answers = live.parentElement.querySelector("details");

    // how wide a box is, and how high it is with what stands above it
    const table = (node) => Array.isArray(graphs[0].value[node]) ? graphs[0].value[node] : null;
    const across = (node) => Math.max(SLOT, (table(node)?.[0].length ?? 0) * CELL);
    const width = (node) => Math.max(across(node), window.BookDraw.width(nodes[node].label));
    const height = (node) => AWAY + LINE * ((table(node)?.length ?? 1) + Boolean(nodes[node].shape));
    const held = (node) => graphs[0].gradient[node] === null;
    const raw = nodes.map(({at: [column, row]}) => [column * COLUMN, -row * ROW]);
    const reach = (sign, axis) => sign * Math.max(...raw.map((spot, node) =>
      sign * spot[axis] + (axis ? height(node) : width(node) / 2))) + sign * MARGIN;
    const [left, top] = [0, 1].map((axis) => reach(-1, axis));
    const size = [reach(1, 0) - left, reach(1, 1) - top];
    const spots = raw.map(([x, y]) => [x - left, y - top]);

    const picture = paper(size);
    const frame = element("div", {className: "walk-frame"}, picture);
    const status = element("p", {className: "exercise-status"});
    status.setAttribute("role", "status");
    const bar = element("div", {className: "exercise-bar"});
    const stages = names.map((text, stage) => button(text, () => { kept.stage = stage; show(); }));
    button("Another graph", () => {
      kept.graph = (kept.graph + 1) % graphs.length;
      forget();
      show();
      say(`Graph ${kept.graph + 1} of ${graphs.length}` +
        (kept.graph ? ": its answers are not below, but each number is judged." : "."));
    });
    let before = null; // what stood there before "Start again"
    const again = button("Start again", () => {
      const now = kept.typed[kept.graph] ?? {};
      [kept.typed[kept.graph], before] = [before ?? {}, before ? null : now];
      again.textContent = before ? "Take it back" : "Start again";
      show();
    });
    live.prepend(
      element("p", {className: "visually-hidden"}, alt),
      bar, frame, status,
      element("p", {className: "exercise-keys"},
        "A number is judged when you press Enter or leave its box. Three digits are enough; ¼ is 1/4, 0.25 or 0,25." +
        (nodes.some((node) => node.shape) ? " A shape is (5, 2), 5 × 2 or (5,)." : "")));
    live.setAttribute("role", "group");
    live.setAttribute("aria-label", `Walk: ${title}`);
    show();
    live.dataset.ready = "yes";

    function button(text, onclick) {
      const made = element("button", {type: "button", textContent: text, onclick});
      bar.append(made);
      return made;
    }
    function say(text) { status.textContent = text; }
    function forget() { [before, again.textContent] = [null, "Start again"]; }

    function show() {
      const graph = graphs[kept.graph];
      stages.forEach((made, stage) => made.setAttribute("aria-pressed", stage === kept.stage));
      const along = (sign) => (a, b) =>
        sign * (nodes[a].at[0] - nodes[b].at[0]) || nodes[b].at[1] - nodes[a].at[1];
      const order = [...nodes.keys()];
      const slots = [
        ...order.sort(along(1)).flatMap((node) => slot(graph, node, "value")),
        ...order.sort(along(-1)).filter((node) => !held(node)).flatMap(
          (node) => slot(graph, node, "gradient"))];
      picture.replaceChildren(
        arrows(`walk-${name}`, size, nodes, spots, (start, end) => !held(start) && !held(end),
          (end, i) => kept.stage || !graph.partials[end].length ? "" : `× ${graph.partials[end][i]}`, width),
        ...nodes.map((node, i) => put(element("div", {className: "walk-node"}, ...label(node.label)),
          spots[i], 0, `${width(i)}em`)),
        ...slots.filter((made) => made.matches(".walk-shape")),
        ...slots.filter((made) => !made.matches(".walk-shape")));
      if (answers) answers.hidden = kept.graph !== 0; // they are those of the first
      const blanks = [...picture.querySelectorAll("input")];
      const begin = blanks.find((each) => each.parentElement.dataset.state !== "right") ?? blanks[0];
      frame.scrollLeft = begin.closest("[style]").offsetLeft - frame.clientWidth / 2; // on a phone
      say(kept.stage && picture.querySelector("[hidden]") ? "First the shapes: each opens its numbers." : "");
      memory.set(`walk/${name}`, kept);
    }

    // what stands above or below a box: a number; or numbers in a grid, with a shape or without
    function slot(graph, node, side) {
      const {name, shape} = nodes[node], told = graph[side][node];
      const isValue = side === "value", out = isValue ? -1 : 1;
      const what = isValue ? `Value of ${name}` : `Gradient of ${name}`;
      const above = (made, lines, wide) => put(made, spots[node], out * (AWAY + lines * LINE), `${wide}em`);
      if (!table(node)) return [above(part(null, what, told, `walk-${side}`), 0.5, SLOT)];
      const grid = element("div", {className: `walk-grid walk-${side}`}, ...told.flatMap((row, i) =>
        row.map((number, j) => part([i, j], `${what}, ${place(told, i, j)}`, number))));
      grid.style.gridTemplateColumns = `repeat(${told[0].length}, 1fr)`;
      above(grid, Boolean(shape) + told.length / 2, across(node));
      if (!shape) return [grid];
      const line = part("shape", `Shape of ${isValue ? "" : "the gradient of "}${name}`, written(shape),
        `walk-shape walk-${side}`, grid);
      if (!isValue) {
        line.append(element("span", {className: "walk-name", ariaHidden: "true"}, "d", element("i", {}, name)));
      }
      return [above(line, 0.5, SLOT), grid];

      function part(which, what, told, className = "", opens = null) {
        const made = element("span", {className});
        const number = boxes.findIndex((box) =>
          box.node === node && box.side === side && String(box.part) === String(which));
        if (boxes[number]?.stage <= kept.stage) made.append(...blank(graph, number, what, made, opens));
        else made.append(element("span", {className: "visually-hidden"}, `${what}: `), told);
        return made;
      }
    }

    function blank(graph, number, what, made, opens) {
      const input = element("input", {type: "text", autocomplete: "off", spellcheck: false});
      const mark = element("span", {className: "walk-mark", ariaHidden: "true"});
      input.setAttribute("aria-label", what);
      if (opens) input.placeholder = "shape";
      input.value = kept.typed[kept.graph]?.[number] ?? "";
      let says = "";
      function judge() {
        const {right, text} = verdict(graph, number, input.value);
        const state = text && (right ? "right" : "wrong");
        made.dataset.state = state;
        mark.textContent = {right: "✓", wrong: "✗"}[state] ?? "";
        input.setAttribute("aria-invalid", state === "wrong");
        if (opens) opens.hidden = !right;
        says = text && `${what}: ${text}`;
      }
      function tell() {
        judge();
        (kept.typed[kept.graph] ??= {})[number] = input.value;
        const left = [...picture.querySelectorAll("input")].filter(
          (each) => each.parentElement.dataset.state !== "right" && !each.closest("[hidden]"));
        if (!left.length) kept.done = true; // once is enough, for the progress
        memory.set(`walk/${name}`, kept);
        isFresh = true; // so that the next box, when it is reached, does not speak over it
        setTimeout(() => { isFresh = false; });
        say(left.length || !says ? says : `${says} Every ${opens ? "shape" : "number"} is right. ` +
          (kept.stage < names.length - 1 ? `Next: “${names[kept.stage + 1]}”.` : "“Another graph” has others."));
        const next = left.find((each) => input.compareDocumentPosition(each) & 4);
        return made.dataset.state === "right" ? next ?? left[0] : null;
      }
      input.addEventListener("change", tell);
      input.addEventListener("keydown", (event) => event.key === "Enter" && (tell() ?? input).focus());
      input.addEventListener("focus", () => {
        input.select();
        if (made.dataset.state === "wrong" && !isFresh) say(says);
      });
      input.addEventListener("input", () => {
        made.dataset.state = mark.textContent = "";
        forget();
        (kept.typed[kept.graph] ??= {})[number] = input.value; // kept before it is judged, too
        memory.set(`walk/${name}`, kept);
      });
      judge();
      return [input, mark];
    }

    function verdict(graph, number, typed) {
      const {says, part, hint} = boxes[number], isShape = part === "shape";
      if (!typed.trim()) return {text: ""};
      const answer = isShape ? readShape(typed) : read(typed);
      if (answer === null) return {text: isShape ? SHAPELESS : UNREADABLE};
      const off = (other) => isShape ? Number(String(answer) !== String(other))
        : Math.abs(answer - other) / (Math.abs(other) || near);
      if (off(graph.right[number]) <= near) return {right: true, text: "right."};
      const wrong = graph.wrong[number].map(off);
      const nearest = Math.min(...wrong);
      return {text: nearest <= near ? says[wrong.indexOf(nearest)] : `not yet. ${hint}`};
    }
  }

  document.addEventListener("DOMContentLoaded", () =>
    document.querySelectorAll(".walk-live").forEach(mount));
})();
