// Passkeys, on the few pages that have to do with them. A form says with data-passkey what is done there: "try" shows it
// where the browser has passkeys, "make" and "show" ask the browser for one with data-options as it is sent, put the
// answer into its field and send it, with data-at-once without waiting for the button. What goes wrong is said in its
// [role=status], in words the page brought along.
const bytes = text => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), sign => sign.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = list => list?.map(one => ({ ...one, id: bytes(one.id) }));

const make = async ({ publicKey: asked }) => {
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const excludeCredentials = known(asked.excludeCredentials);
  const publicKey = { ...asked, challenge: bytes(asked.challenge), user, excludeCredentials };
  const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
  const said = { attestationObject: text(response.attestationObject), clientDataJSON: text(response.clientDataJSON) };
  return { id, rawId: text(rawId), type, response: said };
};

const show = async ({ publicKey: asked }) => {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) };
  const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
  const said = {
    authenticatorData: text(response.authenticatorData),
    clientDataJSON: text(response.clientDataJSON),
    signature: text(response.signature),
    userHandle: response.userHandle && text(response.userHandle),
  };
  return { id, rawId: text(rawId), type, response: said };
};

const ways = { make, show };

const ask = async (form, button, status) => {
  button.disabled = true;
  status.textContent = "";
  try {
    const answer = await ways[form.dataset.passkey](JSON.parse(form.dataset.options));
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch (error) {
    // A key that is there already is the one thing worth telling apart.
    status.textContent = error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed;
    button.disabled = false;
  }
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  const status = form.querySelector("[role=status]");
  form.hidden = !window.PublicKeyCredential && !form.dataset.unable;
  if (!window.PublicKeyCredential) {
    button.hidden = true;
    status.textContent = form.dataset.unable ?? "";
  } else if (form.dataset.passkey in ways) {
    form.addEventListener("submit", event => {
      event.preventDefault();
      ask(form, button, status);
    });
    if ("atOnce" in form.dataset) ask(form, button, status);
  }
}
