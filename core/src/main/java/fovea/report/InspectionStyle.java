package fovea.report;

/** What a page of what a network sees has beyond {@link TrustStyle#SHEET}. */
final class InspectionStyle {
  static final String SHEET =
      """
      .filters { display: flex; flex-wrap: wrap; gap: .3rem; }
      .filters img { width: 3.2rem; height: 3.2rem; image-rendering: pixelated; }
      svg image { image-rendering: pixelated; }
      svg.map { width: 100%; border: 1px solid var(--line); border-radius: .4rem;
        touch-action: none; cursor: grab; }
      svg.map rect { fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
      .key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; }
      .key i { display: inline-block; width: .8rem; height: .8rem; border-radius: .2rem;
        margin-right: .3rem; }
      .near { display: flex; flex-wrap: wrap; gap: .6rem; margin-bottom: 1rem; }
      .near figure:first-child { outline: 2px solid var(--line); }
      """;

  private InspectionStyle() {}
}
