// Who is signed in. The token lives as long as the tab: it survives a reload, and is in no cookie that another site could use.

const key = 'scanweb.session';

export function current() {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

export const begin = (email, token) => sessionStorage.setItem(key, JSON.stringify({ email, token }));

export const end = () => sessionStorage.removeItem(key);
