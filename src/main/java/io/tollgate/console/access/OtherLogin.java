package io.tollgate.console.access;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** A way to log in beside that with a password. */
interface OtherLogin {
    void addTo(HttpSecurity browsers) throws Exception;
}
