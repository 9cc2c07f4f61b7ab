/** Resolves at the first SIGTERM or SIGINT, so that requests can be drained; a second one ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let draining = false;
    const onSignal = () => {
      if (draining) process.exit(1);
      draining = true;
      resolve();
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}
