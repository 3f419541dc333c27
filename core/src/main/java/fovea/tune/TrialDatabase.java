package fovea.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fovea.FoveaException;
import fovea.recipe.Recipe;
import fovea.settings.FlatSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The trials of a search in an SQLite file. Whatever was recorded is on the disk: who kills the
 * process loses the epoch under way.
 */
public final class TrialDatabase implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FORMAT = "1";

  /**
   * What a search is known by.
   *
   * @param precision that {@code auto} means on this machine, or that the recipe names
   * @param weights SHA-256 of those that trials start from, empty where they begin at random
   */
  record Identity(String search, String recipe, String data, String precision, String weights) {
    Map<String, String> values() {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("format", FORMAT);
      values.put("search", search);
      values.put("recipe", recipe);
      values.put("data", data);
      values.put("precision", precision);
      values.put("weights", weights);
      return values;
    }
  }

  private final Path file;
  private final Connection connection;

  private TrialDatabase(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens the file, or makes it.
   *
   * @throws FoveaException if it is of another search, no SQLite file, or can't be written
   */
  static TrialDatabase open(Path file, Identity identity) {
    TrialDatabase database = connect(file);
    try {
      database.execute("PRAGMA synchronous = FULL");
      database.execute("CREATE TABLE IF NOT EXISTS search (key TEXT PRIMARY KEY, value TEXT)");
      database.execute(
          "CREATE TABLE IF NOT EXISTS trial (number INTEGER PRIMARY KEY, settings TEXT NOT NULL,"
              + " state TEXT NOT NULL, problem TEXT)");
      database.execute(
          "CREATE TABLE IF NOT EXISTS epoch (trial INTEGER NOT NULL, epoch INTEGER NOT NULL,"
              + " score REAL, loss REAL, accuracy REAL, seconds REAL NOT NULL,"
              + " PRIMARY KEY (trial, epoch))");
      // A table of its own, which databases of earlier versions get here.
      database.execute(
          "CREATE TABLE IF NOT EXISTS beginning (trial INTEGER NOT NULL, checkpoint INTEGER NOT NULL)");
      database.requireSame(identity);
      return database;
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  /**
   * Opens a file that a search has made, to look at.
   *
   * @throws FoveaException if there is none
   */
  public static TrialDatabase open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new FoveaException(file + ": no such file, expected the trials of a search");
    }
    return connect(file);
  }

  private static TrialDatabase connect(Path file) {
    try {
      return new TrialDatabase(file, DriverManager.getConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw new FoveaException("%s: can't be opened (%s)".formatted(file, reason(e)), e);
    }
  }

  private void requireSame(Identity identity) {
    Map<String, String> found = new LinkedHashMap<>();
    query(
        "SELECT key, value FROM search",
        row -> found.put(row.getString("key"), row.getString("value")));
    identity
        .values()
        .forEach(
            (key, value) -> {
              Optional<String> difference =
                  Optional.ofNullable(found.get(key)).flatMap(then -> difference(key, then, value));
              if (difference.isPresent()) {
                throw new FoveaException(
                    "%s: has the trials of another search, whose %s; name another folder by --out"
                        .formatted(file, difference.get()));
              }
            });
    inOne( // a database of an earlier version has not all of them
        () ->
            identity
                .values()
                .forEach(
                    (key, value) ->
                        update("INSERT OR IGNORE INTO search VALUES (?, ?)", key, value)));
  }

  /** What is another, if it is, as it stands in a sentence. */
  private Optional<String> difference(String key, String then, String now) {
    if (then.equals(now)) {
      return Optional.empty();
    }
    return switch (key) {
      case "search" -> SearchFile.difference(then, now, file + ", its search");
      case "recipe" -> {
        // By what they say: a later version writes more keys.
        Recipe began = Recipe.recorded(then, file + ", the search's recipe");
        Recipe goesOn = Recipe.recorded(now, "the recipe");
        yield began.equals(goesOn) ? Optional.empty() : Optional.of(difference(began, goesOn));
      }
      case "data" -> Optional.of("data differ");
      case "precision" ->
          Optional.of("trials were trained in %s, and now it would be %s".formatted(then, now));
      case "weights" -> Optional.of("trials started from other weights");
      default -> Optional.of("%s is %s, expected %s".formatted(key, then, now));
    };
  }

  private static String difference(Recipe began, Recipe goesOn) {
    return SearchFile.difference(FlatSettings.of(began), FlatSettings.of(goesOn))
        .map(difference -> "recipe's " + difference)
        .orElse("recipe has a list in another order");
  }

  /** Notes that a trial begins. */
  void begin(int number, Map<String, String> settings) {
    update(
        "INSERT INTO trial VALUES (?, ?, ?, NULL)",
        number,
        json(settings),
        Trial.State.OPEN.name());
  }

  /**
   * Notes what came of an epoch; a trial that goes on from a checkpoint has some of them again.
   *
   * @param score null where it is no number
   */
  void record(
      int trial,
      int epoch,
      @Nullable Double score,
      @Nullable Double loss,
      @Nullable Double accuracy,
      double seconds) {
    inOne(
        () -> {
          update(
              "INSERT OR REPLACE INTO epoch VALUES (?, ?, ?, ?, ?, ?)",
              trial,
              epoch,
              score,
              loss,
              accuracy,
              seconds);
          leave(trial);
        });
  }

  /**
   * Notes that this process begins a trial, or goes on with it, which it may not survive.
   *
   * @param checkpoint when that was written from which it goes on, or 0
   */
  void enter(int trial, long checkpoint) {
    update("INSERT INTO beginning VALUES (?, ?)", trial, checkpoint);
  }

  /** Notes that this process survived what it did in a trial. */
  void leave(int trial) {
    update("DELETE FROM beginning WHERE trial = ?", trial);
  }

  /**
   * How many processes have died in a trial since its last epoch, and came no farther than a
   * checkpoint; asked before this one enters any.
   */
  int deaths(int trial, long checkpoint) {
    List<Integer> deaths = new ArrayList<>();
    query(
        "SELECT trial, checkpoint FROM beginning",
        row -> {
          if (row.getInt("trial") == trial && row.getLong("checkpoint") == checkpoint) {
            deaths.add(trial);
          }
        });
    return deaths.size();
  }

  void end(int trial, Trial.State state, @Nullable String problem) {
    update(
        "UPDATE trial SET state = ?, problem = ? WHERE number = ?", state.name(), problem, trial);
  }

  /** All trials, by their numbers, with their epochs up to the first that is missing. */
  public List<Trial> trials() {
    Map<Integer, List<Double>> scores = new TreeMap<>();
    Map<Integer, Double> seconds = new TreeMap<>();
    query(
        "SELECT trial, epoch, score, seconds FROM epoch ORDER BY trial, epoch",
        row -> {
          double score = row.getDouble("score");
          boolean none = row.wasNull();
          int trial = row.getInt("trial");
          List<Double> before = scores.computeIfAbsent(trial, t -> new ArrayList<>());
          if (row.getInt("epoch") == before.size() + 1) {
            before.add(none ? Double.NEGATIVE_INFINITY : score);
          }
          seconds.merge(trial, row.getDouble("seconds"), Double::sum);
        });
    List<Trial> trials = new ArrayList<>();
    query(
        "SELECT number, settings, state, problem FROM trial ORDER BY number",
        row -> {
          int number = row.getInt("number");
          trials.add(
              new Trial(
                  number,
                  settings(row.getString("settings")),
                  Trial.State.valueOf(row.getString("state")),
                  scores.getOrDefault(number, List.of()),
                  row.getString("problem"),
                  seconds.getOrDefault(number, 0.0)));
        });
    return trials;
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private void query(String sql, Row each) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        each.read(rows);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void update(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      int unused = statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void inOne(Runnable updates) {
    execute("BEGIN");
    try {
      updates.run();
    } catch (RuntimeException | Error e) {
      rollBack(e);
      throw e;
    }
    execute("COMMIT");
  }

  private void rollBack(Throwable failure) {
    try {
      execute("ROLLBACK");
    } catch (FoveaException e) { // SQLite has done so itself, on a full disk
      failure.addSuppressed(e);
    }
  }

  private FoveaException failed(SQLException e) {
    return new FoveaException(
        "%s: can't be read or written as the trials of a search (%s)".formatted(file, reason(e)),
        e);
  }

  private static String reason(SQLException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }

  private static String json(Map<String, String> settings) {
    try {
      return JSON.writeValueAsString(settings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + settings, e);
    }
  }

  private Map<String, String> settings(String json) {
    try {
      return JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new FoveaException(file + ": the settings of a trial can't be read", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // What was recorded is on the disk.
    }
  }
}
