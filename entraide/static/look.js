// Everything works without this file. It only adds comfort: print, copy, leave quickly, no double sending, the focus on what is to
// be put right. Its words come from the page (data-done), in the reader's language.
(() => {
  const each = (selector, deed) => document.querySelectorAll(selector).forEach(deed);

  each('[data-print]', button => {
    button.hidden = false;
    button.onclick = () => print();
  });

  each('[data-copy]', button => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    const said = document.createElement('span');
    said.setAttribute('role', 'status');
    button.after(said);
    button.onclick = async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      said.textContent = button.dataset.done;
    };
  });

  each('[data-exit]', link => {
    const go = event => {
      event.preventDefault();
      document.title = ' ';
      document.body.hidden = true;
      location.replace(link.href);
    };
    link.addEventListener('click', go);
    // Shift three times in a row; a held key, or any other key between, starts again.
    let times = 0, rest;
    addEventListener('keydown', event => {
      if (event.repeat) return;
      clearTimeout(rest);
      if (event.key !== 'Shift' || event.ctrlKey || event.altKey || event.metaKey) {
        times = 0;
        return;
      }
      rest = setTimeout(() => { times = 0; }, 1500);
      if (++times === 3) go(event);
    });
  });

  // A second press while the first is under way is dropped; after ten seconds, or on coming back, one may send again.
  const mark = (form, sent) => {
    if (sent) form.dataset.sent = '1'; else delete form.dataset.sent;
    form.querySelectorAll('button').forEach(button => {
      if (sent) button.setAttribute('aria-disabled', 'true'); else button.removeAttribute('aria-disabled');
    });
  };
  each('form[method=post]', form => form.addEventListener('submit', event => {
    if (form.dataset.sent) return event.preventDefault();
    setTimeout(() => mark(form, true));
    setTimeout(() => mark(form, false), 10000);
  }));
  addEventListener('pageshow', event => {
    if (event.persisted) each('form[data-sent]', form => mark(form, false));
  });

  each('[role=alert][tabindex]', summary => summary.focus());
})();
