// The form of somebody who is not signed in.

import { signIn } from '../api.js';
import { byId, setText } from '../dom.js';
import { explainOnce } from '../problems.js';

const form = byId('sign-in');
const message = byId('sign-in-message');

/** Calls `onSignedIn` with email and token. */
export function listen(onSignedIn) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    setText(message, '');
    try {
      const { access_token: token } = await signIn(form.email.value.trim(), form.password.value);
      onSignedIn(form.email.value.trim(), token);
      form.password.value = '';
    } catch (error) {
      setText(message, error.code === 'unauthorized' ? 'The email or the password is wrong.' : explainOnce(error));
      form.password.select();
    } finally {
      button.disabled = false;
    }
  });
}

/** Shows the form, with the reason why if it was not asked for. Then the email stays. */
export function show(reason = '') {
  if (!reason) form.reset();
  byId('signed-out').hidden = false;
  setText(message, reason);
  (form.email.value ? form.password : form.email).focus();
}

export function hide() {
  byId('signed-out').hidden = true;
}
