import { Component, type VNode } from 'preact';

/**
 * Draws what it is `of`, and again only when that is another. An element kept for the same purpose would hold the whole page as it was when it was first
 * drawn, with all that was in it then.
 */
export class DrawnOnce<Of> extends Component<{ of: Of; draw: (of: Of) => VNode }> {
  override shouldComponentUpdate(next: { of: Of }): boolean {
    return next.of !== this.props.of;
  }

  override render({ of, draw }: { of: Of; draw: (of: Of) => VNode }): VNode {
    return draw(of);
  }
}
