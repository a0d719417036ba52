package io.tollgate.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser: Debian's packages chromium and chromium-driver. */
public final class Chromium {
    private static final String REQUIRED = "TOLLGATE_REQUIRE_CHROMIUM";
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private Chromium() {}

    /** Skips the calling test without Chromium; fails it when TOLLGATE_REQUIRE_CHROMIUM=true. */
    public static void assume() {
        boolean there = Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
        if (!there) {
            assertThat(System.getenv(REQUIRED))
                    .as("Chromium is missing, and " + REQUIRED + " asks for it")
                    .isNotEqualTo("true");
            assumeTrue(false, "Chromium is missing: install chromium and chromium-driver to run this test");
        }
    }

    /** Without a window. The caller quits it. */
    public static ChromeDriver start(Path profile) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toString());
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                List.of("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--user-data-dir=" + profile));
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(DRIVER.toString()))
                        .build(),
                options);
    }

    /** @param dark else light */
    public static void colours(ChromeDriver browser, boolean dark) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** In pixels of CSS. */
    public static void size(ChromeDriver browser, int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }
}
