package io.tollgate.cli;

import io.tollgate.routing.flowtest.TestResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results of tests as a CI reads them: the format of Ant's JUnit task, which each CI knows. */
final class JUnitXml {
    private JUnitXml() {}

    static void write(Path file, List<TestResult> results) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(writer);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "tollgate");
            xml.writeAttribute("tests", String.valueOf(results.size()));
            xml.writeAttribute(
                    "failures",
                    String.valueOf(
                            results.stream().filter(result -> !result.passes()).count()));
            for (TestResult result : results) {
                write(xml, result);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void write(XMLStreamWriter xml, TestResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", result.test().file().replace(".test.yaml", ""));
        xml.writeAttribute("name", storable(result.test().name()));
        xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", result.millis() / 1000.0));
        if (!result.passes()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", storable(result.differences().get(0)));
            xml.writeCharacters(storable(result.title() + "\n" + String.join("\n", result.differences())));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** XML has no way to write what is left out here. */
    private static String storable(String text) {
        return text.codePoints()
                .map(c -> c < ' ' && c != '\n' && c != '\t' || c >= 0xD800 && c < 0xE000 || c == 0xFFFE || c == 0xFFFF
                        ? 0xFFFD
                        : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
