/* Enhancements only: every page works without this file. Plain ES5, so one file serves all. */
(function () {
  "use strict";
  var doc = document;
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function say(text) {
    var live = doc.getElementById("annonce");
    if (!live) { return; }
    live.textContent = "";
    setTimeout(function () { live.textContent = text; }, 60);
  }
  function button(className, text) {
    var made = doc.createElement("button");
    made.type = "button";
    made.className = className;
    made.textContent = text;
    return made;
  }
  var words = (doc.documentElement.lang || "fr").indexOf("en") === 0
    ? { show: "Show", hide: "Hide", shown: "Your password is visible.", hidden: "Your password is hidden.", sending: "Sending, please wait." }
    : { show: "Afficher", hide: "Masquer", shown: "Votre mot de passe est visible.", hidden: "Votre mot de passe est masqué.", sending: "Envoi en cours, un instant." };

  function passwords(root) {
    each(root.querySelectorAll("[data-password] .password"), function (box) {
      var input = box.querySelector("input");
      if (!input || box.querySelector("button")) { return; }
      var toggle = button("password__toggle", words.show);
      toggle.setAttribute("aria-controls", input.id);
      toggle.setAttribute("aria-pressed", "false");
      var label = doc.querySelector("label[for='" + input.id + "']");
      function name(shown) {
        toggle.textContent = shown ? words.hide : words.show;
        toggle.setAttribute("aria-label", toggle.textContent + (label ? "\u00a0: " + label.textContent.trim() : ""));
      }
      name(false);
      toggle.addEventListener("click", function () {
        var shown = input.type === "password";
        input.type = shown ? "text" : "password";
        name(shown);
        toggle.setAttribute("aria-pressed", String(shown));
        say(shown ? words.shown : words.hidden);
      });
      if (input.form) { input.form.addEventListener("submit", function () { input.type = "password"; }); }
      box.className += " password--toggled";
      box.appendChild(toggle);
    });
  }

  function copies(root) {
    if (!navigator.clipboard) { return; }
    each(root.querySelectorAll("[data-copy]"), function (box) {
      if (box.querySelector("button")) { return; }
      var label = box.getAttribute("data-copy-label");
      var done = box.getAttribute("data-copy-done");
      var copy = button("reference__copy", label);
      copy.addEventListener("click", function () {
        navigator.clipboard.writeText(box.getAttribute("data-copy")).then(function () {
          copy.textContent = done;
          say(done);
          setTimeout(function () { copy.textContent = label; }, 3000);
        });
      });
      box.querySelector(".reference__value").appendChild(copy);
    });
  }

  function counters(root) {
    each(root.querySelectorAll("[data-count]"), function (box) {
      var input = box.querySelector("textarea");
      var shown = box.querySelector(".field__count");
      var limit = Number(box.getAttribute("data-count"));
      var later;
      if (!input || !shown) { return; }
      input.removeAttribute("maxlength");
      function sentence() {
        var left = limit - input.value.length;
        var kind = left < 0 ? "over" : (left === 1 || left === 0 ? "one" : "many");
        return shown.getAttribute("data-" + kind).replace("{n}", Math.abs(left));
      }
      function update() {
        shown.textContent = sentence();
        shown.classList.toggle("field__count--over", input.value.length > limit);
      }
      input.addEventListener("input", function () {
        update();
        clearTimeout(later);
        later = setTimeout(function () { if (input.value.length > limit * 0.8) { say(shown.textContent); } }, 1200);
      });
      update();
    });
  }

  /* One click sends once; after eight seconds, or on coming back, trying again is allowed. */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.getAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "1");
    each(form.querySelectorAll("button[type=submit]"), function (one) { one.setAttribute("aria-disabled", "true"); });
    if (form.getAttribute("target") !== "_blank") { say(words.sending); }
    setTimeout(function () { release(form); }, 8000);
  });
  function release(form) {
    form.removeAttribute("data-sent");
    each(form.querySelectorAll("[aria-disabled]"), function (one) { one.removeAttribute("aria-disabled"); });
  }
  window.addEventListener("pageshow", function () { each(doc.querySelectorAll("form[data-sent]"), release); });

  /* The account switch closes with Escape and on leaving it. */
  doc.addEventListener("keydown", function (event) {
    var open = doc.querySelector(".account__switch[open]");
    if (event.key === "Escape" && open) { open.removeAttribute("open"); open.querySelector("summary").focus(); }
  });

  function enhance(root) { passwords(root); copies(root); counters(root); }
  function start() {
    enhance(doc);
    var wrong = doc.querySelector("[data-focus]");
    if (wrong) { wrong.focus(); }
    each(doc.querySelectorAll("[data-print]"), function (one) {
      one.hidden = false;
      one.addEventListener("click", function () { window.print(); });
    });
  }
  doc.addEventListener("htmx:afterSettle", function (event) {
    enhance(event.target);
    var spoken = event.target.querySelector && event.target.querySelector("[data-say]");
    if (spoken) { say(spoken.getAttribute("data-say") || spoken.textContent.trim()); }
  });
  if (doc.readyState === "loading") { doc.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
