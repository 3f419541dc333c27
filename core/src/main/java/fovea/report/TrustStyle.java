package fovea.report;

/** What a report's page has beyond {@link Html#STYLE}. */
final class TrustStyle {
  /** Lines and marks differ in form too, so that nothing depends on colour. */
  static final String SHEET =
      """
      :root { --right: #1d4ed8; --wrong: #b45309; --heat: 37, 99, 235; }
      @media (prefers-color-scheme: dark) { :root { --right: #60a5fa; --wrong: #fbbf24;
        --heat: 96, 165, 250; } }
      @media print { :root { --right: #1d4ed8; --wrong: #92400e; } h2 { break-after: avoid; }
        svg, tr, .heat { break-inside: avoid; } .scroll { overflow: visible; } nav { display: none; } }
      html { -webkit-text-size-adjust: 100%; }
      body { overflow-wrap: break-word; }
      h3 { font-size: 1rem; margin-bottom: .3rem; }
      .scroll { overflow-x: auto; margin: .8rem 0; }
      .scroll table { display: table; }
      td.number { white-space: nowrap; } td { overflow-wrap: anywhere; min-width: 4rem; }
      @media (max-width: 30rem) { th, td { padding-right: .5rem; } table { font-size: .8rem; } }
      nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; padding: 0; }
      a { color: var(--right); }
      caption { text-align: left; color: var(--pale); padding-bottom: .3rem; }
      thead th { border-bottom: 2px solid var(--line); }
      tbody th, tr > th[scope=row] { font-weight: normal; }
      td.heat { background: rgba(var(--heat), calc(var(--strength) * .45)); padding-left: .6rem;
        print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      .pictures { display: flex; flex-wrap: wrap; gap: 1rem; }
      .pictures figure, figure.wide { width: auto; max-width: 100%; background: none; padding: 0; }
      figure.change { width: 19rem; max-width: 100%; box-sizing: border-box; }
      figure.change img { margin-right: .3rem; }
      svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
      svg text { fill: var(--ink); }
      svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
      svg .grid { stroke: var(--line); stroke-width: 1; }
      svg .diagonal { stroke: var(--ink); stroke-dasharray: 5 4; }
      svg .right { fill: var(--right); stroke: var(--line); }
      svg .wrong { fill: var(--wrong); stroke: var(--line); }
      svg .bar { fill: var(--right); stroke: var(--right); }
      svg path { fill: none; stroke-width: 2; }
      svg .line0, svg .mark0 { stroke: var(--right); } svg .mark0 { fill: var(--right); }
      svg .line1, svg .mark1 { stroke: var(--wrong); } svg .mark1 { fill: var(--ground); }
      svg .line2, svg .mark2 { stroke: var(--ink); } svg .mark2 { fill: var(--ink); }
      svg .line3, svg .mark3 { stroke: var(--pale); }
      svg .line1 { stroke-dasharray: 7 3; stroke-width: 2; }
      svg .line2 { stroke-dasharray: 2 3; stroke-width: 2; }
      svg .line3 { stroke-dasharray: 9 3 2 3; stroke-width: 2; }
      svg line.line0 { stroke-width: 2; }
      code { overflow-wrap: anywhere; }
      """;

  private TrustStyle() {}
}
