import type { ComponentChildren } from 'preact';

/** Advice or trouble: what happened, what is safe, one way out. It stays until it is solved. */
export function Say(props: { what: ComponentChildren; children?: ComponentChildren; bad?: boolean }) {
  return (
    <div class={`say card s${props.bad ? ' err' : ''}`} role={props.bad ? 'alert' : 'status'}>
      <p>
        <b>{props.what}</b>
      </p>
      {props.children}
    </div>
  );
}
