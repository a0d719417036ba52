package io.tollgate.routing.check;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertiesComponent;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Files of the machine. A flow may read and write a folder of its own, below the working directory or the data folder, and
 * templates and schemas in the folder of routes.
 */
final class FileReview implements TextCheck {
    /** Not in simple, where {@code file:name} and {@code date:file:…} are functions. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![\\w{.-])(?<!\\{date:)(?:file|file-watch|stream):([^?&,;'\"\\s)]+)");

    private static final Pattern UPWARDS = Pattern.compile("(^|[/=\\\\])\\.\\.([/\\\\&]|$)");
    private static final Pattern ABSOLUTE_OPTION = Pattern.compile("[?&]\\w+=(RAW\\()?(/|~|\\w:\\\\)");
    private static final Set<String> RESOURCE_KEYS = Set.of("resourceUri", "query", "schema", "xsltFile", "schemaUri");
    private static final String JAIL = "jailStartingDirectory";

    private final PropertiesComponent properties;
    private final GatewayFolders folders;
    private final Findings findings;

    FileReview(PropertiesComponent properties, GatewayFolders folders, Findings findings) {
        this.properties = properties;
        this.folders = folders;
        this.findings = findings;
    }

    @Override
    public void check(ReviewedText text) {
        boolean isOfResource = RESOURCE_KEYS.contains(text.key());
        if (text.filledReadings().anyMatch(reading -> isOutside(reading, isOfResource))) {
            add(text.place());
        }
    }

    private boolean isOutside(String text, boolean isOfResource) {
        return ADDRESS.matcher(text).results().anyMatch(address -> {
            boolean isResource = isOfResource || address.start() > 0 && text.charAt(address.start() - 1) == ':';
            return !isAllowed(address.group(1), isResource)
                    || !isResource && leavesItsFolder(text.substring(address.end()));
        });
    }

    /** {@code uri: file} with its options beside it. */
    @Override
    public void check(String file, MappingNode options) {
        String uri = Yaml.child(options, "uri").map(Yaml::text).orElse("");
        if (!uri.matches("file|file-watch|stream") && !uri.startsWith("file:")) {
            return;
        }
        Yaml.child(options, "parameters").stream().flatMap(Yaml::entries).forEach(entry -> {
            String name = Yaml.text(entry.getKeyNode());
            String value =
                    FilledText.of(Yaml.text(entry.getValueNode()), properties).text();
            boolean isFolder = name.equals("directoryName") || name.equals("path");
            if (isFolder ? !isAllowed(value, false) : leavesItsFolder("?" + name + "=" + value)) {
                add(Place.of(file, entry.getValueNode()));
            }
        });
    }

    private static boolean leavesItsFolder(String options) {
        return UPWARDS.matcher(options).find()
                || ABSOLUTE_OPTION.matcher(options).find()
                || options.contains(JAIL);
    }

    private boolean isAllowed(String written, boolean isResource) {
        try {
            // What comes after ${ is known at run time only; what it stands in must be allowed by itself.
            String known = written.contains("${") ? written.replaceFirst("[^/]*\\$\\{.*", "") + "." : written;
            Path path = Path.of(known.replaceFirst("^//+", written.startsWith("///") ? "/" : ""));
            return isResource ? folders.isTemplate(path) : folders.isOfAFlow(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void add(Place place) {
        findings.add(
                Rule.LOCAL_FILE,
                place,
                "These are files of the machine or of the gateway; give the flow a folder of its own, such as"
                        + " {{tollgate.data}}/archive, and templates a place in the folder of routes");
    }
}
