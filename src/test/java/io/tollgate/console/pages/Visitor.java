package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** Somebody who goes from page to page, and complains of what cannot be used or was refused by the browser. */
final class Visitor {
    private static final Set<String> BAD = Set.of("serious", "critical");

    private static final int HIGHEST = 2000;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ChromeDriver browser;
    private final String origin;

    Visitor(ChromeDriver browser, String origin) {
        this.browser = browser;
        this.origin = origin;
    }

    void go(String path) {
        browser.get(origin + path);
    }

    void logIn(String name, String password) {
        go("/console");
        browser.findElement(By.name("username")).sendKeys(name);
        browser.findElement(By.name("password")).sendKeys(password);
        assertThat(complaints()).isEmpty();
        click(By.tagName("button"));
    }

    /** What leads to another page; which is there when this returns. */
    void click(By what) {
        browser.executeScript("window.before = true");
        browser.findElement(what).click();
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> Boolean.TRUE.equals(
                        browser.executeScript("return !window.before && document.readyState === 'complete'")));
    }

    /** As high as the page is, 2,000 pixels at most. */
    void picture(Path file) throws IOException {
        Dimension size = browser.findElement(By.tagName("html")).getSize();
        Map<String, Object> clip = Map.of(
                "x", 0, "y", 0, "width", size.getWidth(), "height", Math.min(HIGHEST, size.getHeight()), "scale", 1);
        Object shot = browser.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
                .get("data");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(shot.toString()));
    }

    String text() {
        return browser.findElement(By.tagName("main")).getText();
    }

    /** Those to other pages of the console, by which nothing is done. */
    Set<String> links() {
        return browser.findElements(By.cssSelector("a[href]")).stream()
                .map(link -> link.getDomProperty("href"))
                .filter(href -> href.startsWith(origin + "/console"))
                .map(href -> href.substring(origin.length()).replaceFirst("#.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One event is as good as another. */
    String known(String path) {
        return path.replaceFirst("\\?.*", "").replaceFirst("/events/evt_\\w+", "/events/evt_");
    }

    /** What axe finds, and what the browser has complained of: a script or style that the policy refuses, a file that is missing. */
    List<String> complaints() {
        List<Rule> found = new AxeBuilder().analyze(browser).getViolations();
        Stream<String> unusable = found.stream()
                .filter(rule -> BAD.contains(rule.getImpact()))
                .map(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml());
        return Stream.of(unusable, tooWide(), refusals()).flatMap(all -> all).toList();
    }

    /** What does not fit scrolls by itself: a page that scrolls sideways is not readable on a phone. */
    private Stream<String> tooWide() {
        Object wide = browser.executeScript("""
                const page = document.documentElement;
                return page.scrollWidth <= page.clientWidth ? ""
                    : [...document.querySelectorAll("main *, header *")]
                        .filter(one => one.getBoundingClientRect().right > page.clientWidth && !one.closest(".scroll"))
                        .map(one => one.outerHTML.slice(0, 200))[0] || page.scrollWidth + " pixels";
                """);
        return Stream.of(wide.toString()).filter(what -> !what.isEmpty()).map(what -> "wider than the page: " + what);
    }

    /** Since the last call. */
    private Stream<String> refusals() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage);
    }
}
