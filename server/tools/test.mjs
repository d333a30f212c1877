import './follow-parent.mjs';
import { budgets, build, format, install, stories, tests, types } from './steps.mjs';
import { runSteps } from './summary.mjs';

await runSteps([install, types, format, build, tests('shared'), tests('server'), tests('client'), budgets, stories]);
