/* The desk's keys and undo bar: enhancements only, the page works without them. */
(function () {
  "use strict";
  var doc = document;
  var OFF = "palier-raccourcis-off";
  var box = doc.querySelector("[data-shortcuts]");
  var toggle = doc.querySelector("[data-shortcuts-toggle]");

  function isOff() { try { return localStorage.getItem(OFF) === "1"; } catch (e) { return false; } }
  function name() { if (toggle) { toggle.textContent = toggle.getAttribute(isOff() ? "data-on" : "data-off"); } }
  if (box) { box.hidden = false; name(); }
  if (toggle) {
    toggle.addEventListener("click", function () {
      try { if (isOff()) { localStorage.removeItem(OFF); } else { localStorage.setItem(OFF, "1"); } } catch (e) { /* private window */ }
      name();
    });
  }

  function writing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }
  function turn(step) {
    var pages = Array.prototype.slice.call(doc.querySelectorAll(".sheet__page"));
    if (!pages.length) { return false; }
    var now = pages.indexOf(doc.querySelector(".sheet__page[aria-current]"));
    var next = Math.min(pages.length - 1, Math.max(0, now + step));
    if (now >= 0) { pages[now].removeAttribute("aria-current"); }
    pages[next].setAttribute("aria-current", "true");
    pages[next].focus();
    pages[next].scrollIntoView({ block: "nearest" });
    return true;
  }
  function act(found) {
    if (!found.hasAttribute("data-shortcut-focus")) { found.click(); return; }
    var details = found.querySelector("details");
    if (details) { details.open = true; }
    var field = found.querySelector("input:not([type=hidden]), textarea");
    if (field) { field.focus(); field.scrollIntoView({ block: "center" }); }
  }
  doc.addEventListener("keydown", function (event) {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) { return; }
    if (writing(event.target)) { return; }
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      if (turn(event.key === "ArrowRight" ? 1 : -1)) { event.preventDefault(); }
      return;
    }
    if (!/^[a-z?]$/i.test(event.key)) { return; }
    var found = doc.querySelector("[data-shortcut='" + event.key.toLowerCase() + "']");
    if (found) { event.preventDefault(); act(found); }
  });

  Array.prototype.forEach.call(doc.querySelectorAll("[data-undo]"), function (bar) {
    var seconds = Number(bar.getAttribute("data-undo"));
    setTimeout(function () {
      if (!bar.contains(doc.activeElement)) { bar.remove(); return; }
      bar.querySelector("button").disabled = true;
    }, seconds * 1000);
  });
})();
