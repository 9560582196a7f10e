/* Sends each chosen file at once, shows how far it is, and begins again after a lost connection.
   Without this file the same form works: the files go with it. Plain ES5. */
(function () {
  "use strict";
  var doc = document;
  var DELAYS = [3000, 8000, 20000, 60000];
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function made(tag, className, text) {
    var one = doc.createElement(tag);
    one.className = className;
    if (text) { one.textContent = text; }
    return one;
  }
  function button(text, act) {
    var one = made("button", "button button--quiet", text);
    one.type = "button";
    one.addEventListener("click", act);
    return one;
  }

  function enhance(box) {
    if (box.getAttribute("data-upload") === "live" || !window.FormData) { return; }
    var form = box.querySelector("input").form;
    var list = box.querySelector(".upload__files");
    var said = box.querySelector(".upload__said");
    var queue = [];
    var current = null;
    var pressed = null;

    box.setAttribute("data-upload", "live");
    box.className += " upload--live";

    function word(name, values) {
      var text = box.getAttribute("data-" + name);
      for (var key in values || {}) { text = text.replace("{" + key + "}", values[key]); }
      return text;
    }
    function say(text) { said.textContent = text; }
    function tokenInput() { return form.querySelector("input[name=csrfmiddlewaretoken]"); }
    function count() { return list.querySelectorAll("input[type=hidden]").length + queue.length; }

    function item(file) {
      var one = { file: file, line: made("li", "upload__file"), tries: 0 };
      var text = made("div", "upload__text");
      one.state = made("span", "upload__state");
      one.bar = made("progress", "upload__bar");
      one.bar.max = 100;
      one.bar.setAttribute("aria-label", file.name);
      one.buttons = made("div", "upload__buttons");
      text.appendChild(made("span", "upload__name", file.name));
      text.appendChild(one.state);
      text.appendChild(one.bar);
      one.line.appendChild(text);
      one.line.appendChild(one.buttons);
      list.appendChild(one.line);
      return one;
    }
    function show(one, kind, text, buttons) {
      one.line.className = "upload__file" + (kind ? " upload__file--" + kind : "");
      if (kind) { one.state.setAttribute("role", "alert"); } else { one.state.removeAttribute("role"); }
      one.state.textContent = text;
      one.bar.hidden = kind !== "";
      one.buttons.textContent = "";
      each(buttons, function (added) { one.buttons.appendChild(added); });
    }
    function leave(one) {
      clearTimeout(one.timer);
      if (one.request) { one.request.abort(); }
      queue = queue.filter(function (other) { return other !== one; });
      if (one.line.parentNode) { list.removeChild(one.line); }
      if (current === one) { current = null; }
      next();
    }
    function refuse(one, text) {
      queue = queue.filter(function (other) { return other !== one; });
      if (current === one) { current = null; }
      pressed = null;
      show(one, "refused", text, [button(word("close"), function () { leave(one); })]);
      say("");
      next();
    }
    function again(one) {
      clearTimeout(one.timer);
      if (current !== one || one.request) { return; }
      refreshToken(function () { if (current === one && !one.request) { send(one); } });
    }
    /* The file stays chosen and in the queue; by itself when the line is back, or on demand. */
    function wait(one, text) {
      show(one, "waiting", text, [
        button(word("retry"), function () { again(one); }),
        button(word("cancel"), function () { leave(one); })
      ]);
      one.timer = setTimeout(function () { again(one); }, DELAYS[Math.min(one.tries, DELAYS.length - 1)]);
      one.tries += 1;
    }
    function refreshToken(then) {
      var request = new XMLHttpRequest();
      request.open("GET", box.getAttribute("data-token-url"));
      request.onloadend = function () {
        try { tokenInput().value = JSON.parse(request.responseText).token; } catch (signedOut) { /* said by the next answer */ }
        then();
      };
      request.send();
    }

    function send(one) {
      var request = new XMLHttpRequest();
      var body = new FormData();
      body.append("purpose", box.getAttribute("data-purpose"));
      body.append("about", box.getAttribute("data-about"));
      body.append("name", box.getAttribute("data-name"));
      body.append("file", one.file, one.file.name);
      one.request = request;
      show(one, "", word("sending", { n: 0 }), [button(word("cancel"), function () { leave(one); })]);
      request.open("POST", box.getAttribute("data-url"));
      request.setRequestHeader("X-CSRFToken", tokenInput().value);
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = function (event) {
        if (!event.lengthComputable) { return; }
        var part = Math.floor(100 * event.loaded / event.total);
        one.bar.value = part;
        one.state.textContent = part < 100 ? word("sending", { n: part }) : word("reading");
      };
      request.upload.onload = function () { one.bar.removeAttribute("value"); one.state.textContent = word("reading"); };
      request.onerror = request.ontimeout = function () { one.request = null; wait(one, word("lost")); };
      request.onload = function () {
        var answer = null;
        one.request = null;
        try { answer = JSON.parse(request.responseText); } catch (page) { /* a sign-in or an error page */ }
        if (answer && answer.line) { return keep(one, answer); }
        if (answer && answer.refused) {
          return answer.retry ? wait(one, answer.refused) : refuse(one, answer.refused);
        }
        if (request.status >= 500) { return wait(one, word("lost")); }
        wait(one, word("signed-out"));
      };
      request.send(body);
    }
    function keep(one, answer) {
      var holder = doc.createElement("ul");
      holder.innerHTML = answer.line;
      var line = holder.firstElementChild;
      var before = list.querySelector("input[value='" + answer.code + "']");
      if (before) { list.removeChild(one.line); } else { list.replaceChild(line, one.line); }
      queue = queue.filter(function (other) { return other !== one; });
      current = null;
      say(word("done", { name: one.file.name }));
      next();
    }
    function next() {
      if (current) { return; }
      current = queue[0] || null;
      if (current) { return send(current); }
      if (pressed) {
        var last = pressed;
        pressed = null;
        if (form.requestSubmit) { form.requestSubmit(last.by); } else { form.submit(); }
      }
    }

    each(box.querySelectorAll("input[type=file]"), function (input) {
      input.addEventListener("change", function () {
        var chosen = Array.prototype.slice.call(input.files);
        input.value = "";
        chosen.forEach(function (file) {
          var one = item(file);
          if (file.size > Number(box.getAttribute("data-bytes"))) { return refuse(one, word("heavy", { name: file.name })); }
          if (count() >= Number(box.getAttribute("data-files"))) { return refuse(one, word("many", { name: file.name })); }
          queue.push(one);
        });
        next();
      });
    });
    list.addEventListener("click", function (event) {
      var asked = event.target.closest ? event.target.closest(".upload__remove") : null;
      if (!asked) { return; }
      event.preventDefault();
      var line = asked.parentNode;
      var request = new XMLHttpRequest();
      request.open("POST", line.getAttribute("data-remove-url"));
      request.setRequestHeader("X-CSRFToken", tokenInput().value);
      request.onload = function () {
        if (request.status !== 204 && request.status !== 404) { return say(word("signed-out")); }
        list.removeChild(line);
        say(word("removed"));
        box.querySelector("input[type=file]").focus();
      };
      request.onerror = function () { say(word("offline")); };
      request.send();
    });
    window.addEventListener("online", function () { each(queue.slice(0, 1), again); });
    form.addEventListener("submit", function (event) {
      if (queue.length) {
        pressed = { by: event.submitter || null };
        event.preventDefault();
        event.stopImmediatePropagation();
        say(word("busy"));
      } else if (navigator.onLine === false) {
        event.preventDefault();
        event.stopImmediatePropagation();
        say(word("offline"));
      }
    }, true);
  }

  function start() { each(doc.querySelectorAll("[data-upload]"), enhance); }
  if (doc.readyState === "loading") { doc.addEventListener("DOMContentLoaded", start); } else { start(); }
  doc.addEventListener("htmx:afterSettle", start);
}());
