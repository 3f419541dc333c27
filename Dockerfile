# syntax=docker/dockerfile:1
#
# A small image of `fovea serve` with one model, that of a run's folder below this one:
#
#   docker build --build-arg MODEL=runs/first --tag first .
#   docker run --publish 127.0.0.1:8080:8080 --env FOVEA_SERVE_TOKEN="$(openssl rand -hex 32)" first
#
# docs/serving.md says more.

FROM --platform=linux/amd64 maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml ./
COPY bench/pom.xml bench/
COPY examples/pom.xml examples/
COPY examples/spring/pom.xml examples/spring/
COPY core core
COPY serve serve
COPY cli cli
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B -Plauncher -pl core,serve,cli -am package \
    && mkdir -p /opt/fovea/lib \
    && cp .launcher/build/fovea*/fovea*.jar /opt/fovea/lib/ \
    && tr ':' '\n' < .launcher/build/fovea-cli/classpath | xargs -I{} cp {} /opt/fovea/lib/

# Libtorch lies unpacked in the image rather than in jars, which every start of a container would unpack anew.
RUN mkdir -p /tmp/natives /opt/fovea/native && cd /tmp/natives \
    && for jar in /opt/fovea/lib/*-linux-x86_64.jar; do jar xf "$jar" && rm "$jar"; done \
    && find . -type f -name '*.so*' ! -name '*_full.so' ! -name '*_gloo.so' -exec cp -n {} /opt/fovea/native/ \; \
    && cd /opt/fovea/native && ln -sf libopenblas.so.0 libopenblas_nolapack.so.0

# What of Java the service and its libraries use.
RUN jlink --add-modules java.se,jdk.crypto.ec,jdk.unsupported,jdk.zipfs \
    --strip-debug --no-man-pages --no-header-files --compress=2 --output /opt/fovea/java

FROM --platform=linux/amd64 debian:bookworm-slim
ARG MODEL=runs/first
COPY --from=build /opt/fovea/native /opt/fovea/native
COPY --from=build /opt/fovea/java /opt/fovea/java
COPY --from=build /opt/fovea/lib /opt/fovea/lib
# And model.known.safetensors, where the model has one.
COPY ${MODEL}/model*.safetensors /srv/model/
USER 10001:10001
WORKDIR /tmp
# As the launcher has them, which says why.
ENV LC_ALL=C.UTF-8 \
    OMP_WAIT_POLICY=passive \
    GOMP_SPINCOUNT=10000 \
    OPENBLAS_NUM_THREADS=1 \
    ORT_DISABLE_TELEMETRY=1 \
    GLIBC_TUNABLES=glibc.malloc.arena_max=1:glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=4294967296
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --start-interval=1s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /v2/health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
# Java itself is the container's process, so that `docker stop --time 30` lets it answer what it has accepted.
ENTRYPOINT ["/opt/fovea/java/bin/java", \
    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp", \
    "-Djava.library.path=/opt/fovea/native", "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", \
    "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=30", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30", \
    "-cp", "/opt/fovea/lib/*", "fovea.cli.Fovea", "serve", "--bind", "0.0.0.0"]
CMD ["model=/srv/model/model.safetensors"]
