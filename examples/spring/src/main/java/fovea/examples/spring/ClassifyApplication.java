package fovea.examples.spring;

import fovea.evaluate.Predictor;
import fovea.run.TrainedModel;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Fovea inside an application: a model and its predictor are beans, opened once and closed. */
@SpringBootApplication(proxyBeanMethods = false)
public class ClassifyApplication {
  public static void main(String[] args) {
    SpringApplication.run(ClassifyApplication.class, args);
  }

  @Bean
  TrainedModel model(@Value("${fovea.model}") Path runOrModel) {
    return TrainedModel.open(runOrModel);
  }

  /** On one thread a call: requests are answered side by side. Closed before the model. */
  @Bean
  Predictor predictor(TrainedModel model) {
    return model.predictor(false, 1);
  }

  @Bean
  Turns turns(
      @Value("${fovea.concurrency}") int concurrency, @Value("${fovea.wait}") Duration wait) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Turns(concurrency == 0 ? cores : concurrency, wait);
  }
}
