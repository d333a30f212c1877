import './follow-parent.mjs';
import { budgets, build, format, install, tests, types } from './steps.mjs';
import { runSteps } from './summary.mjs';

// `--fast` is for every save: what changed since the last commit, and the rule of imports, which any change may break.
const changedOnly = { args: ['--changed'], mayBeEmpty: true };
const fast = [
  install,
  types,
  format,
  tests('shared', { args: ['boundaries'] }),
  tests('shared', changedOnly),
  tests('server', changedOnly),
  tests('client', changedOnly),
];
const all = [install, types, format, build, tests('shared'), tests('server'), tests('client'), budgets];

await runSteps(process.argv.includes('--fast') ? fast : all);
