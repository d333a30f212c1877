import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

/** A list without rows: one sentence why, and one thing to do that works without network too. */
export function Empty(props: {
  icon: IconName;
  title: ComponentChildren;
  why?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <section class="card void s">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      {props.why && <p>{props.why}</p>}
      {props.children}
    </section>
  );
}
