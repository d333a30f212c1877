import { w } from '../ui/words.tsx';

const sections = ['offline', 'reach', 'safety', 'rescue', 'who', 'sealed', 'wrong', 'lost', 'private', 'news'] as const;

/** How one lives with it, in a page that needs no line; and what is different in this version. */
export function Help() {
  return (
    <>
      {sections.map((name) => (
        <section key={name} class="card s">
          <h2>{w(`help.${name}Title`)}</h2>
          <p>{w(`help.${name}`)}</p>
        </section>
      ))}
    </>
  );
}
