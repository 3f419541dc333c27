package fovea.evaluate;

/** Where a figure lies with 95 % confidence, by the {@link Bootstrap}. */
public record Interval(double low, double high) {}
