// How far the reader is, at a chapter's end and beside each chapter in the contents; and all answers
// and guesses of the book as one file, to be saved and loaded. Nothing is sent anywhere.
(() => {
  "use strict";
  const {KEY, memory, element, button, download} = window.BookPage;
  const FORMAT = "backprop-answers", VERSION = 1; // as in backprop/workbook/saved.py
  const LARGEST = 20_000_000, LONGEST = 5_000_000; // characters of a file, and of a text: a browser keeps less
  const SAID = "backprop-said"; // what is to be said when the page has come again

  const KINDS = {
    exercise: (name) => !KINDS.walk(name) && !KINDS.guess(name),
    walk: (name) => name.startsWith("walk/"),
    guess: (name) => name.includes("/predict-"),
  };
  const several = (number, what) => number === 1 ? what : `${what}${what.endsWith("s") ? "es" : "s"}`;
  // what is said of the names of each kind, where there are some
  const byKind = (names, say) => Object.entries(KINDS).flatMap(([kind, is]) => {
    const found = names.filter(is);
    return found.length ? [say(found, kind)] : [];
  }).join(", ");

  function isDone(name) {
    const {solved, done, guess} = memory.get(name);
    return solved || done || guess !== undefined;
  }
  const progress = (names) => byKind(names, (all, kind) =>
    `${all.filter(isDone).length} of ${all.length} ${several(all.length, kind)}` +
      (kind === "exercise" ? " solved" : ""));

  // what a file may hold: what these pages keep, and nothing else
  const isPlain = (it) => it !== null && typeof it === "object" && !Array.isArray(it);
  const isText = (it) => typeof it === "string" && it.length <= LONGEST;
  const isTrue = (it) => it === true;
  const isNumber = (key) => /^\d{1,3}$/.test(key);
  const isEach = (it, isKey, isValue) =>
    isPlain(it) && Object.entries(it).every(([key, value]) => isKey(key) && isValue(value, key));
  const KEPT = {
    text: isText, other: isText, guess: isText,
    tried: isTrue, asked: isTrue, solved: isTrue, done: isTrue,
    met: Number.isInteger, graph: Number.isInteger, stage: Number.isInteger,
    typed: (it) => isEach(it, isNumber, (boxes) => isEach(boxes, isNumber, isText)),
  };
  const isName = (name) => /^[a-z_]+\/[\w-]{1,99}$/.test(name);
  const isKept = (it) => isEach(it, (key) => Object.hasOwn(KEPT, key), (value, key) => KEPT[key](value));

  function read(text) {
    let file = null;
    try { file = JSON.parse(text); } catch { /* so it is not ours */ }
    if (file?.format !== FORMAT) throw new Error("That is no file of answers from this book.");
    if (file.version > VERSION) throw new Error("That file is from a newer version of this book.");
    if (file.version !== VERSION || !isEach(file.kept, isName, isKept))
      throw new Error("That file is damaged: it holds what this book does not write.");
    return file.kept;
  }

  const isBegun = ({guess, typed = {}}) =>
    guess !== undefined || Object.values(typed).some((boxes) => Object.values(boxes).some(Boolean));
  const isSame = (one, other) => one?.trimEnd() === other?.trimEnd();
  const work = ({text, other, guess, typed}) => JSON.stringify([text, other, guess, typed]);

  // A guess or a walk that was begun here stays. Two texts are both kept, as those of two tabs are;
  // for a third there is no place.
  function merge(here, there) {
    const isOther = here.text !== undefined && there.text !== undefined && !isSame(here.text, there.text);
    // what a check has said of an answer goes with its text
    const both = isOther ? {...here} : isBegun(here) ? {...there, ...here} : {...here, ...there};
    if (!isOther && (here.met ?? there.met) !== undefined) both.met = Math.max(here.met ?? 0, there.met ?? 0);
    const spare = [...new Set([there.text, there.other])].filter(
      (text) => text !== undefined && !isSame(text, here.text) && !isSame(text, here.other));
    both.text = here.text ?? spare.shift();
    both.other = here.other ?? spare.shift();
    const stays = spare.length || (isBegun(here) && isBegun(there) && work(here) !== work(there));
    const what = stays ? "stays" : here.text !== undefined && here.other !== both.other ? "twice"
      : work(here) !== work(both) ? "added" : "known";
    return {both, what};
  }

  // all of it, or nothing
  function write(changes) {
    if (!memory.works || Object.keys(memory.unkept).length)
      throw new Error("Your browser does not let this page keep anything.");
    const before = changes.map(([name]) => [name, localStorage.getItem(KEY + name)]);
    try {
      for (const [name, it] of changes) localStorage.setItem(KEY + name, JSON.stringify(it));
    } catch {
      for (const [name] of before) localStorage.removeItem(KEY + name); // which makes room
      for (const [name, text] of before) if (text !== null) localStorage.setItem(KEY + name, text);
      throw new Error("Your browser has no room for them.");
    }
  }

  async function load(file) {
    if (file.size > LARGEST) throw new Error("That file is too large to be one of answers.");
    const found = {added: [], twice: [], stays: [], known: []};
    write(Object.entries(read(await file.text())).map(([name, there]) => {
      const {both, what} = merge(memory.get(name), there);
      found[what].push(name);
      return [name, both];
    }));
    const {added, twice, stays} = found;
    return `Loaded: ${counted(added) || "nothing, for all of it is here already"}.` +
      (twice.length ? ` Different from yours: ${counted(twice)} (${twice.join(", ")}); both are kept, and you choose at the exercise.` : "") +
      (stays.length ? ` Left in the file, as yours is another: ${counted(stays)}.` : "");
  }
  const counted = (names) => byKind(names, (all, kind) =>
    `${all.length} ${several(all.length, kind === "exercise" ? "answer" : kind)}`);

  function save() {
    const kept = Object.fromEntries(memory.names().map((name) => [name, memory.get(name)])
      .filter(([name, it]) => isName(name) && isKept(it)));
    const text = JSON.stringify({format: FORMAT, version: VERSION, kept}, null, 1);
    download(`${FORMAT}.json`, `${text}\n`, "application/json");
    const names = Object.keys(kept).filter((name) => isBegun(kept[name]) || kept[name].text !== undefined);
    return `Saved: ${counted(names) || "nothing, as there is no answer yet"}.`;
  }

  function buttons() {
    const says = element("p", {className: "exercise-status"});
    says.setAttribute("role", "status");
    const file = element("input", {type: "file", accept: ".json", hidden: true, onchange() {
      load(file.files[0]).then((text) => {
        sessionStorage.setItem(SAID, text); // each script of the page begins anew with what is kept
        location.reload();
      }, ({message}) => { says.textContent = `${message} Nothing was changed.`; });
      file.value = "";
    }});
    const loads = button("Load answers", () => file.click());
    const bar = element("div", {className: "exercise-bar"},
      button("Save all answers", () => { says.textContent = save(); }), loads, file);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "All answers and guesses of the book");
    try {
      says.textContent = sessionStorage.getItem(SAID) ?? "";
      sessionStorage.removeItem(SAID);
    } catch { /* then nothing was loaded */ }
    if (says.textContent) setTimeout(() => loads.focus({preventScroll: true}));
    return element("div", {className: "progress-file"}, bar, says);
  }

  const shown = []; // what says how far the reader is, and of which names
  function show() {
    for (const {place, names, words} of shown) {
      const text = words(progress(names), names.some(isDone));
      if (place.textContent !== text) place.textContent = text;
    }
  }
  function atTheEnd() {
    const names = [
      ...[...document.querySelectorAll(".exercise-live")].map((box) => box.dataset.exercise),
      ...[...document.querySelectorAll(".walk-live")].map((box) => `walk/${box.dataset.walk}`),
      ...[...document.querySelectorAll(".predict")].map((box) => JSON.parse(box.dataset.predict).name)];
    const end = document.querySelector("article section > section:last-of-type");
    if (!names.length || !end) return;
    const place = element("p");
    end.append(element("div", {className: "progress-here"}, place, buttons()));
    shown.push({place, names, words: (text) => `In this chapter: ${text}.`});
  }
  function inTheContents() {
    const chapters = document.querySelector("script.exercises-of-chapters");
    if (!chapters) return;
    for (const [page, names] of Object.entries(JSON.parse(chapters.textContent))) {
      const place = element("span", {className: "progress-there"});
      document.querySelector(`article .map a[href^="${page}.html"]`)?.after(place);
      shown.push({place, names, words: (text, isAny) => isAny ? ` ${text}` : ""});
    }
    document.querySelector("article .map").append(buttons());
  }

  document.addEventListener("DOMContentLoaded", () => {
    atTheEnd();
    inTheContents();
    show();
    for (const event of ["kept", "storage", "pageshow"]) addEventListener(event, show);
  });
})();
