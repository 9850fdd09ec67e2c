// The lock of one's own phone or computer: asks the device to sign what the page was given, and sends its answer as a form.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const read = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), sign => sign.charCodeAt(0));
  const write = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const opened = list => (list || []).map(one => ({ ...one, id: read(one.id) }));

  const fetched = async form => {
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    const answer = await fetch(form.dataset.challenge, { method: 'POST', body, redirect: 'error' });
    if (!answer.ok) throw new Error();
    return answer.json();
  };
  const make = async options => {
    const user = { ...options.user, id: read(options.user.id) };
    const asked = { ...options, challenge: read(options.challenge), user, excludeCredentials: opened(options.excludeCredentials) };
    return navigator.credentials.create({ publicKey: asked });
  };
  const show = async options => {
    const asked = { ...options, challenge: read(options.challenge), allowCredentials: opened(options.allowCredentials) };
    return navigator.credentials.get({ publicKey: asked });
  };
  const written = key => {
    const response = {};
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
      if (key.response[name]) response[name] = write(key.response[name]);
    return JSON.stringify({ id: key.id, rawId: write(key.rawId), type: key.type, response });
  };

  document.querySelectorAll('[data-no-passkey]').forEach(words => { words.hidden = true; });
  document.querySelectorAll('form[data-passkey]').forEach(form => {
    const button = form.querySelector('button'), said = form.querySelector('[data-failed]');
    form.hidden = false;
    button.onclick = async () => {
      button.setAttribute('aria-disabled', 'true');
      said.textContent = '';
      try {
        const given = form.dataset.options;
        form.elements.answer.value = written(given ? await make(JSON.parse(given)) : await show(await fetched(form)));
        form.submit();
      } catch {
        said.textContent = said.dataset.failed;
      }
      button.removeAttribute('aria-disabled');
    };
  });
})();
