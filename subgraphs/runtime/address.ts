/** Where something is, as a log may tell it: whom it is asked as, and with which password or key, is left out. */
export function addressOf({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}
