package io.tollgate.console.pages;

import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.console.words.Words;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** In which language somebody reads, for a year. */
@Controller
class LanguageChoice {
    private static final Duration KEPT = Duration.ofDays(365);
    /** A page of ours: nobody is sent elsewhere. */
    private static final Pattern PAGE = Pattern.compile("/console(?:[/?][!-\\[\\]-~]{0,2000})?");

    @PostMapping("/console/language")
    @For(Role.VIEWER)
    ResponseEntity<Void> choose(@RequestParam String to, @RequestParam String back, HttpServletRequest request) {
        String language =
                Words.LANGUAGES.stream().anyMatch(one -> one.getLanguage().equals(to)) ? to : "en";
        ResponseCookie cookie = ResponseCookie.from(Words.CHOSEN, language)
                .path("/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Strict")
                .maxAge(KEPT)
                .build();
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .header(HttpHeaders.LOCATION, page(back))
                .build();
    }

    /** Where somebody came from, if that is a page of ours. */
    static String page(String back) {
        return PAGE.matcher(back).matches() ? back : "/console";
    }
}
