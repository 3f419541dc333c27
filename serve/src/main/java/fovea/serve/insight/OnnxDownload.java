package fovea.serve.insight;

import fovea.FoveaException;
import fovea.serve.http.Endpoint;
import fovea.serve.http.Exchange;
import fovea.serve.http.Query;
import fovea.serve.model.ModelVersion;
import fovea.serve.model.ServedModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** Hands a model out as an ONNX file, which was compared with the network first. */
record OnnxDownload(ServedModels models, StudiedModels studied, Questions questions)
    implements Endpoint {

  @Override
  public void answer(Exchange exchange, Map<String, String> words, Query query) {
    models.lease(words).close();
    questions.ask(exchange::refuse, waited -> exchange.guarded(() -> answer(exchange, words)));
  }

  private void answer(Exchange exchange, Map<String, String> words) {
    try (ModelVersion.Lease lease = models.lease(words)) {
      ModelVersion version = lease.version();
      exchange.reply(version.name() + ".onnx", Files.newByteChannel(studied.of(version).onnx()));
    } catch (FoveaException e) { // a network that can't be exported
      throw NotPossible.because(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
