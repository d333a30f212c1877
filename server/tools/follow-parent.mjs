const npmShell = process.ppid;

// npm runs a script through a shell and passes SIGTERM to that shell only, which ends without passing it on: a stopped
// `npm start` would go on serving. So when the shell is gone, this process stops as if it had been told itself.
if (process.env.npm_lifecycle_event && process.platform !== 'win32') {
  const watch = setInterval(() => {
    if (process.ppid === npmShell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
