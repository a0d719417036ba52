FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
# A layer of its own, which a change of the sources leaves alone
COPY pom.xml ./
RUN mvn -B -q dependency:go-offline
COPY src src
RUN mvn -B -q -Dmaven.test.skip=true package \
 && java -Djarmode=tools -jar target/tollgate.jar extract --layers --libraries jars --destination layers

FROM eclipse-temurin:17-jre AS runtime
RUN groupadd --system --gid 10001 tollgate \
 && useradd --system --uid 10001 --gid tollgate --home-dir /app --no-create-home --shell /usr/sbin/nologin tollgate
WORKDIR /app
COPY LICENSE NOTICE ./
# From what changes least to what changes most
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY --chmod=755 docker/tollgate /usr/local/bin/tollgate
# The flows that come with Tollgate; mount a folder of yours over them
COPY routes routes
# Where the last good routes are kept; and jars of a team's own: mount a folder over lib
RUN install -d -o tollgate -g tollgate data && mkdir lib

# With the very JVM that will run it, else the archive is of no use
FROM runtime AS train
COPY docker/train /usr/local/bin/train
RUN chown tollgate /app
USER 10001:10001
RUN ["sh", "/usr/local/bin/train"]

FROM runtime
COPY --from=train /app/tollgate.jsa ./
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=90s --retries=3 \
  CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8081/actuator/health/readiness"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:SharedArchiveFile=/app/tollgate.jsa", "-cp", "/app/tollgate.jar:/app/lib/*", "io.tollgate.TollgateApplication"]
