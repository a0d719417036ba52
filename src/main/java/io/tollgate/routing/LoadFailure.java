package io.tollgate.routing;

/** What Camel says about a file that does not load, as one sentence with the way out. */
final class LoadFailure {
    private static final int MAX_LENGTH = 400;

    private LoadFailure() {}

    static String sentence(String file, Throwable failure) {
        return sentence(file, null, failure);
    }

    static String sentence(String file, String route, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String text = message.replaceAll("\\s+", " ").strip();
        String cut = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
        return file + ": " + (route == null ? "" : "route '" + route + "': ") + cut + wayOut(text);
    }

    private static String wayOut(String text) {
        if (text.contains("No component found") || text.contains("No endpoint could be found")) {
            return "; use a component that is there, or add its Camel starter to the pom";
        }
        if (text.contains("not found in properties") || text.contains("not found when resolving placeholder")) {
            return "; define the property in application.yaml or as an environment variable, or correct its name";
        }
        return "; correct the file and load it again";
    }
}
