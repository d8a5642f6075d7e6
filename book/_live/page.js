// What the scripts of a page share: what is kept in the storage of the browser, and how elements
// and files are made. Nothing is sent anywhere.
window.BookPage = (() => {
  "use strict";
  const here = new URL(".", document.currentScript.src).href;
  const KEY = "backprop:";

  // what is kept of each exercise, walk and prediction; only as long as the page is open where the
  // browser keeps nothing
  const memory = {
    unkept: {},
    get works() {
      try {
        localStorage.setItem(KEY, "");
        localStorage.removeItem(KEY);
        return true;
      } catch { return false; }
    },
    names() {
      let kept = [];
      try { kept = Object.keys(localStorage); } catch { /* it keeps nothing */ }
      const names = kept.filter((key) => key.startsWith(KEY)).map((key) => key.slice(KEY.length));
      return [...new Set([...names, ...Object.keys(this.unkept)])].sort();
    },
    get(name) {
      try { return this.unkept[name] ?? JSON.parse(localStorage.getItem(KEY + name)) ?? {}; }
      catch { return {}; }
    },
    set(name, change) {
      const kept = {...this.get(name), ...change};
      try {
        localStorage.setItem(KEY + name, JSON.stringify(kept));
        delete this.unkept[name];
        return true;
      } catch {
        this.unkept[name] = kept;
        return false;
      } finally { dispatchEvent(new Event("kept")); } // so that the progress is counted anew
    },
  };

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }
  function button(textContent, onclick, className = "") {
    return element("button", {type: "button", textContent, onclick, className});
  }
  function drawn(tag, attributes = {}, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }
  // the editor is larger than all the rest of a page, so it comes when it is wanted
  let editor;
  function withEditor() {
    return editor ??= new Promise((onload, onerror) =>
      document.head.append(element("script", {src: `${here}editor.js`, onload, onerror})));
  }
  function download(name, text, type) {
    const address = URL.createObjectURL(new Blob([text], {type}));
    element("a", {href: address, download: name}).click();
    setTimeout(() => URL.revokeObjectURL(address));
  }
  return {KEY, memory, element, button, drawn, withEditor, download};
})();
