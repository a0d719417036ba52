package io.tollgate.console.pages;

import io.tollgate.support.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** Pictures of pages: wide and light, narrow and dark. With the setting {@code tollgate.pictures.all} also the other way round. */
record Pictures(ChromeDriver browser, Visitor visitor) {
    /** The setting that says where to. */
    static final String FOLDER = "tollgate.pictures";

    private static final boolean ALL = Boolean.getBoolean("tollgate.pictures.all");
    private static final int WIDE = 1280;
    private static final int NARROW = 420;

    /** @param mark what is added to the name of each */
    void takeAll(Map<String, String> pages, String mark) throws IOException {
        for (Map.Entry<String, String> page : pages.entrySet()) {
            visitor.go(page.getValue());
            takeBoth(page.getKey() + mark);
        }
    }

    /** Of the page that is shown. */
    void takeBoth(String name) throws IOException {
        take(name, WIDE, false);
        take(name + "-dark", NARROW, true);
        if (ALL) {
            take(name + "-narrow", NARROW, false);
            take(name + "-wide-dark", WIDE, true);
        }
    }

    private void take(String name, int width, boolean dark) throws IOException {
        Chromium.colours(browser, dark);
        Chromium.size(browser, width, 800);
        take(name);
    }

    void take(String name) throws IOException {
        visitor.picture(Path.of(System.getProperty(FOLDER), name + ".png"));
    }
}
