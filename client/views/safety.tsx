import { useRef } from 'preact/hooks';
import { useApp } from '../state/app.ts';
import { idOfRow } from '../state/change.ts';
import type { SafetyRow } from '../state/model.ts';
import { filterSafety } from '../state/safety-filter.ts';
import { glyphOfRow, groupOfGlyph, safetyGroups, sortSafety, type SafetyGroup } from '../state/safety-order.ts';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { w } from '../ui/words.tsx';
import { LongList } from './long-list.tsx';
import { SafetyItem } from './safety-item.tsx';

const leastClockOffMs = 2_000;
const minuteMs = 60_000;
// About as high as a row is.
const rowRem = 11;

/** Who is well: trouble first, then silence, then the well. */
export function Safety() {
  const rows = useApp((state) => state.safety);
  const filter = useApp((state) => state.safetyFilter);
  const nowMs = useApp((state) => state.nowMs);
  const isOpening = useApp((state) => state.phase === 'opening');
  const clockOffMs = useApp((state) => state.syncLine.clockOffMs);
  if (isOpening) return null;
  if (rows.length === 0) {
    return (
      <Empty icon="safety" title={w('safety.empty')} why={w('safety.emptyWhy')}>
        <a class="btn p" href="/friends/add">
          {w('friends.add')}
        </a>
      </Empty>
    );
  }
  const { rows: left } = filterSafety(rows, filter, nowMs);
  const byGroup = group(sortSafety(left, nowMs), nowMs);
  const careFor = rows.filter((row) => isCareFor(groupOfGlyph(glyphOfRow(row, nowMs)))).length;
  return (
    <>
      <div class="card">
        <p>
          {w('safety.of', { n: rows.length })}
          <b class="hb bl">{careFor ? w('safety.care', { n: careFor }) : w('safety.allWell')}</b>
        </p>
        <p class="gap">
          <a class="btn t" href="/where">
            <Icon name="pin" />
            <span>{w('spots.title')}</span>
          </a>
        </p>
      </div>
      <div class="tools">
        <Lazy load={loadTools} failed={null} given={{}} />
      </div>
      {safetyGroups.map((name) => {
        const members = byGroup.get(name) ?? [];
        return members.length === 0 ? null : (
          <section key={name}>
            <h2 class="hd">{w(`safety.${name}`, { n: members.length })}</h2>
            <Rows rows={members} nowMs={nowMs} />
          </section>
        );
      })}
      <p class="m in foot">
        {clockOffMs === undefined || Math.abs(clockOffMs) < leastClockOffMs
          ? w('safety.clock')
          : w('safety.clockOff', { n: Math.round(Math.abs(clockOffMs) / 1000) })}
      </p>
    </>
  );
}

function Rows({ rows, nowMs }: { rows: readonly SafetyRow[]; nowMs: number }) {
  const list = useRef<HTMLUListElement>(null);
  const language = useApp((state) => state.language);
  return (
    <ul class="list" ref={list}>
      <LongList
        list={list}
        rows={rows}
        idOf={idOfRow}
        textOf={({ person }) => `${person.name} ${person.kana}`}
        draw={(row) => <SafetyItem key={row.person.id} row={row} nowMs={nowMs} />}
        stamp={`${Math.floor(nowMs / minuteMs)} ${language}`}
        rowRem={rowRem}
      />
    </ul>
  );
}

// Who is silent must be looked after like who is in trouble.
const isCareFor = (name: SafetyGroup): boolean => name === 'trouble' || name === 'silent';

const loadTools = async () => (await import('./later-screens.ts')).SafetyTools;

function group(rows: readonly SafetyRow[], nowMs: number): Map<SafetyGroup, SafetyRow[]> {
  const byGroup = new Map<SafetyGroup, SafetyRow[]>();
  for (const row of rows) {
    const name = groupOfGlyph(glyphOfRow(row, nowMs));
    const members = byGroup.get(name);
    if (members) members.push(row);
    else byGroup.set(name, [row]);
  }
  return byGroup;
}
