package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.flowtest.FlowTest;
import io.tollgate.routing.flowtest.InvalidTest;
import io.tollgate.routing.flowtest.TestFolder;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.routing.reload.OfflineRoutes.Checked;
import io.tollgate.routing.starter.FlowCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/** A copy of a folder of routes, in which a flow is added and checked before anything of the folder changes. */
final class StarterCopy implements AutoCloseable {
    private final Path original;
    private final Snapshot snapshot;
    private final Path copy;
    private final String[] settings;
    private final Checked before;
    private final Map<String, String> written = new LinkedHashMap<>();
    private final Map<String, String> changed = new LinkedHashMap<>();

    private StarterCopy(Path original, Path copy, Snapshot snapshot, String[] settings) throws InvalidRouteSet {
        this.snapshot = snapshot;
        this.original = original;
        this.copy = copy;
        this.settings = settings;
        this.before = OfflineRoutes.check(copy, settings, null);
        if (before.findings().stream().anyMatch(Finding::isError)) {
            throw new InvalidRouteSet(before.findings());
        }
    }

    /** @throws InvalidRouteSet when the folder has errors already */
    static StarterCopy of(Path original, Snapshot snapshot, String[] settings) throws InvalidRouteSet, IOException {
        Path copy = Files.createTempDirectory("tollgate-new-");
        try {
            snapshot.writeTo(copy.resolve("routes"));
            return new StarterCopy(original, copy.resolve("routes"), snapshot, settings);
        } catch (InvalidRouteSet | IOException | RuntimeException e) {
            FileSystemUtils.deleteRecursively(copy);
            throw e;
        }
    }

    FlowPlace place(String type, String name) {
        return FlowPlace.of(type, name, before.map());
    }

    /**
     * @param files in the order in which they are written
     * @return what the check finds that it has not found before, and errors
     * @throws InvalidConfiguration when a file is there already, or the flow cannot be called
     */
    List<Finding> add(Map<String, String> files, FlowPlace place) throws IOException {
        refuseNamesOfOthers(files);
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (Files.exists(original.resolve(file.getKey()))) {
                throw new InvalidConfiguration("There is a file " + original.resolve(file.getKey())
                        + " already: move it away," + " or give the flow another --name");
            }
            write(copy, file.getKey(), file.getValue());
            written.put(file.getKey(), file.getValue());
        }
        if (place.caller() != null) {
            call(place);
        }
        Checked after = OfflineRoutes.check(copy, settings, null);
        return after.findings().stream()
                .filter(finding -> !before.findings().contains(finding))
                .toList();
    }

    /** What a file of tables/ makes already, such as a view. */
    private void refuseNamesOfOthers(Map<String, String> files) {
        for (String file : files.keySet()) {
            String name = "stripe." + file.replaceFirst("^tables/R__(.*)\\.sql$", "$1");
            snapshot.files().forEach((other, content) -> {
                if (file.startsWith("tables/")
                        && other.startsWith("tables/")
                        && new String(content, StandardCharsets.UTF_8).matches("(?s).*\\b" + name + "\\b.*")) {
                    throw new InvalidConfiguration(
                            "There is " + name + " already, in " + other + ": give the table another name, table=...");
                }
            });
        }
    }

    private void call(FlowPlace place) throws IOException {
        String yaml = Files.readString(copy.resolve(place.file()));
        String with = new FlowCall(place.name(), place.onlyType())
                .in(yaml, place.caller())
                .orElseThrow(() -> new InvalidConfiguration("direct:" + place.caller()
                        + " gets such events already, and a step"
                        + " cannot be added to " + place.file() + ": write one at its end, to direct:" + place.name()
                        + ", or bring the file into the usual form by ./tollgate fmt"));
        write(copy, place.file(), with);
        changed.put(place.file(), with);
    }

    /** Where tests of the folder say of events of this type that nothing else, or nothing, comes of them. */
    List<String> testsOfNothingElse(String type) throws IOException {
        try {
            TestFolder tests = TestFolder.of(original);
            return tests.tests().stream()
                    .filter(test ->
                            test.expectsNothingElse() && tests.type(test).equals(Optional.of(type)))
                    .map(FlowTest::place)
                    .filter(place ->
                            written.keySet().stream().noneMatch(file -> place.startsWith(file.replace("tests/", ""))))
                    .toList();
        } catch (InvalidTest e) {
            return List.of();
        }
    }

    private static void write(Path folder, String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** A gateway that looks in between refuses the folder, or finds a flow that nobody calls yet. */
    void writeTo(Path folder) throws IOException {
        for (Map.Entry<String, String> file : written.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
        for (Map.Entry<String, String> file : changed.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(copy.getParent());
    }
}
