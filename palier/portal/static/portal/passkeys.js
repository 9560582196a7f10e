/* Passkeys, which only a script can ask for. Loaded on the pages that offer one, nowhere else. */
(function () {
  "use strict";
  var doc = document;
  if (!window.PublicKeyCredential || !navigator.credentials || !window.fetch) { return; }

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    var out = new Uint8Array(plain.length);
    for (var i = 0; i < plain.length; i += 1) { out[i] = plain.charCodeAt(i); }
    return out.buffer;
  }
  function text(buffer) {
    var plain = "";
    new Uint8Array(buffer).forEach(function (one) { plain += String.fromCharCode(one); });
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function credentials(list) {
    return (list || []).map(function (one) {
      return { type: one.type, id: bytes(one.id), transports: one.transports || undefined };
    });
  }
  function asked(options) {
    var wanted = options.publicKey || options;
    wanted.challenge = bytes(wanted.challenge);
    if (wanted.user) { wanted.user.id = bytes(wanted.user.id); }
    if (wanted.excludeCredentials) { wanted.excludeCredentials = credentials(wanted.excludeCredentials); }
    if (wanted.allowCredentials) { wanted.allowCredentials = credentials(wanted.allowCredentials); }
    return wanted;
  }
  function answered(made) {
    var given = made.response;
    var out = { clientDataJSON: text(given.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (given[name]) { out[name] = text(given[name]); }
    });
    if (given.getTransports) { out.transports = given.getTransports(); }
    return {
      id: made.id, rawId: text(made.rawId), type: made.type, response: out,
      authenticatorAttachment: made.authenticatorAttachment || undefined,
      clientExtensionResults: made.getClientExtensionResults()
    };
  }

  function options(form) {
    if (form.getAttribute("data-passkey") !== "sign-in") {
      return Promise.resolve(JSON.parse(form.getAttribute("data-options")));
    }
    return fetch(form.getAttribute("action"), {
      credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" }
    }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).then(function (given) { return given.request_options; });
  }
  function trouble(form, error) {
    var box = form.querySelector("[data-passkey-trouble]");
    var kind = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "elsewhere" }[error.name] || "other";
    box.querySelector("p").textContent = box.getAttribute("data-" + kind);
    box.hidden = false;
  }

  function prepare(form) {
    var create = form.getAttribute("data-passkey") === "create";
    var busy = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (busy) { return; }
      busy = true;
      form.querySelector("[data-passkey-trouble]").hidden = true;
      options(form).then(function (given) {
        var request = { publicKey: asked(given) };
        return create ? navigator.credentials.create(request) : navigator.credentials.get(request);
      }).then(function (made) {
        var box = doc.querySelector("input[name=shared][type=checkbox]");
        var hidden = form.querySelector("input[name=shared]");
        if (box && hidden) { hidden.value = box.checked ? "on" : ""; }
        form.querySelector("input[name=credential]").value = JSON.stringify(answered(made));
        form.submit();
      }).catch(function (error) { busy = false; trouble(form, error); });
    });
    form.hidden = false;
  }
  function start() {
    Array.prototype.forEach.call(doc.querySelectorAll("[data-passkey-none]"), function (one) { one.hidden = true; });
    Array.prototype.forEach.call(doc.querySelectorAll("form[data-passkey]"), prepare);
  }
  if (doc.readyState === "loading") { doc.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
