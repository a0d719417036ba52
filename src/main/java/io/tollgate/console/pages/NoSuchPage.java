package io.tollgate.console.pages;

import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.console.api.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** For an address of the console that no other page has. */
@Controller
class NoSuchPage {
    @GetMapping({"/console/{page:(?!assets$).*}", "/console/{page:(?!assets$).*}/**"})
    @For(Role.VIEWER)
    Page page(Frame frame) {
        throw new Refusal(HttpStatus.NOT_FOUND, frame.text("noSuchPage"));
    }
}
