import type { ComponentChildren } from 'preact';

/** One of several answers that are all in sight. A radio button underneath, so that keys and screen readers know it. */
export function Choice<T extends string>(props: {
  name: string;
  value: T;
  chosen: T | undefined;
  onChoose: (value: T) => void;
  large?: boolean;
  tone?: string;
  children: ComponentChildren;
}) {
  const look = props.large ? `opt ${props.tone ?? ''}` : 'tag';
  return (
    <label>
      <input
        type="radio"
        name={props.name}
        value={props.value}
        checked={props.value === props.chosen}
        onChange={() => props.onChoose(props.value)}
      />
      <span class={look}>{props.children}</span>
    </label>
  );
}

/** One of several things that may all be true. */
export function Tick(props: { checked: boolean; onChange: (checked: boolean) => void; children: ComponentChildren }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span class="tag">
        <span>{props.children}</span>
      </span>
    </label>
  );
}
