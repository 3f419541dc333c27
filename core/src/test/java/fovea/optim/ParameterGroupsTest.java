package fovea.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.FoveaException;
import fovea.tensor.Rng;
import fovea.tensor.Scope;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ParameterGroupsTest {
  private static final List<String> NAMES =
      List.of("features.0.weight", "features.0.bias", "features.10.weight", "head.weight");

  private static ParameterGroup rate(String match, double rate) {
    return new ParameterGroup(match, rate, 1, false);
  }

  private static ParameterGroup frozen(String match) {
    return new ParameterGroup(match, 1, 1, true);
  }

  @Test
  void aStarStandsForAnyLettersAndAQuestionMarkForOne() {
    Rng rng = Rng.seeded(1);
    String letters = "ab.*?";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder pattern = new StringBuilder();
      StringBuilder name = new StringBuilder();
      for (int k = rng.nextInt(7); k > 0; k--) {
        pattern.append(letters.charAt(rng.nextInt(letters.length())));
      }
      for (int k = rng.nextInt(9); k > 0; k--) {
        name.append(letters.charAt(rng.nextInt(3)));
      }
      String expected =
          pattern
              .chars()
              .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote("" + (char) c))
              .collect(Collectors.joining());
      assertThat(rate(pattern.toString(), 1).matches(name.toString()))
          .as("`%s` and `%s`", pattern, name)
          .isEqualTo(name.toString().matches(expected));
    }
  }

  @Test
  void thePatternOfManyStarsIsDecidedInNoTime() {
    String name = "a".repeat(10_000);
    assertThat(rate("*a".repeat(50) + "b", 1).matches(name)).isFalse();
    assertThat(rate("*a".repeat(50) + "*", 1).matches(name)).isTrue();
  }

  private static Map<String, Tensor> tensors(Map<String, Integer> ranks) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    ranks.forEach((name, rank) -> tensors.put(name, Tensor.zeros(new long[rank])));
    return tensors;
  }

  private static Map<String, Integer> ranks() {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    ranks.put("norm.weight", 1);
    ranks.put("conv.weight", 4);
    ranks.put("conv.bias", 1);
    ranks.put("bn.weight", 1);
    ranks.put("bn.bias", 1);
    ranks.put("block.0.bias", 1);
    ranks.put("block.0.weight", 4);
    ranks.put("head.weight", 2);
    return ranks;
  }

  @Test
  void theFirstGroupThatANameMatchesCounts() {
    ParameterGroups groups =
        new ParameterGroups(
            List.of(
                rate("block.*", 3), frozen("*.0.*"), new ParameterGroup("*.bias", 1, 0.5, false)),
            1);
    try (Scope scope = Scope.open()) {
      assertThat(groups.factors(tensors(ranks())))
          .containsEntry("block.0.bias", new Factors(3, 1))
          .containsEntry("conv.bias", new Factors(1, 0.5))
          .containsEntry("head.weight", Factors.NONE);
    }
    assertThat(groups.freezes("block.0.bias")).isFalse();
    assertThat(groups.freezes("conv.0.bias")).isTrue();
    assertThat(groups.freezes("head.weight")).isFalse();
  }

  @Test
  void aBlockOfManyConvolutionsIsOneLayer() {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    ranks.put("conv1.weight", 4);
    ranks.put("bn1.weight", 1);
    ranks.put("layer1.0.conv1.weight", 4);
    ranks.put("layer1.0.bn1.weight", 1);
    ranks.put("layer1.0.downsample.0.weight", 4);
    ranks.put("layer1.1.conv1.weight", 4);
    ranks.put("features.3.expand1x1.bias", 1);
    ranks.put("features.3.expand1x1.weight", 4);
    ranks.put("fc.weight", 2);
    try (Scope scope = Scope.open()) {
      Map<String, Factors> factors = new ParameterGroups(List.of(), 0.5).factors(tensors(ranks));
      assertThat(factors.values().stream().map(Factors::rate))
          .containsExactly(0.0625, 0.0625, 0.125, 0.125, 0.125, 0.25, 0.5, 0.5, 1.0);
    }
  }

  @Test
  void aLayerLearnsAtAShareOfTheRateOfTheOneAfterIt() {
    try (Scope scope = Scope.open()) {
      Map<String, Factors> factors =
          new ParameterGroups(List.of(rate("head.*", 10)), 0.5).factors(tensors(ranks()));
      Map<String, Double> expected =
          Map.of(
              "norm.weight", 0.25,
              "conv.weight", 0.25,
              "conv.bias", 0.25,
              "bn.weight", 0.25,
              "bn.bias", 0.25,
              "block.0.bias", 0.5,
              "block.0.weight", 0.5,
              "head.weight", 10.0);
      assertThat(factors.keySet()).isEqualTo(expected.keySet());
      expected.forEach(
          (name, rate) -> {
            assertThat(factors.get(name).rate()).as(name).isCloseTo(rate, within(1e-12));
            assertThat(factors.get(name).decay()).as(name).isEqualTo(1);
          });
    }
  }

  @Test
  void withoutGroupsAllFactorsAreExactlyOne() {
    try (Scope scope = Scope.open()) {
      assertThat(ParameterGroups.NONE.factors(tensors(ranks())).values())
          .containsOnly(Factors.NONE);
    }
  }

  @Test
  void aPatternThatMatchesNothingIsRefusedWithWhatWasProbablyMeant() {
    refused(rate("feature.*", 1), " Did you mean `features.*`?");
    refused(rate("head.wieght", 1), " Did you mean `head.weight`?");
    refused(rate("zzz", 1), "");
    assertThatThrownBy(
            () ->
                new ParameterGroups(List.of(rate("normalize.*", 2)), 1)
                    .requireMatches(NAMES, Set.of("normalize.mean")))
        .hasMessageStartingWith("`match` in `groups` is `normalize.*`, which is");
    new ParameterGroups(List.of(frozen("normalize.*"), rate("*.1?.*", 1)), 1)
        .requireMatches(NAMES, Set.of("normalize.mean"));
  }

  private static void refused(ParameterGroup group, String near) {
    assertThatThrownBy(
            () -> new ParameterGroups(List.of(rate("*", 1), group), 1).requireMatches(NAMES, NAMES))
        .isInstanceOf(FoveaException.class)
        .hasMessage(
            "`match` in `groups` is `"
                + group.match()
                + "`, which is the name of no weights of this network."
                + near
                + " They are features.0.weight, features.0.bias, features.10.weight, head.weight.");
  }
}
