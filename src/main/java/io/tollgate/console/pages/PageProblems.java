package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.console.api.Refusal;
import io.tollgate.deadletter.BrokerFailure;
import io.tollgate.text.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Why a page cannot be shown, as a page: what to do about it, and nothing of the inside. */
@ControllerAdvice(basePackageClasses = PageProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageProblems {
    private static final Logger log = LoggerFactory.getLogger(PageProblems.class);

    private final TemplateEngine templates;
    private final FrameArgument frames;

    PageProblems(TemplateEngine templates, FrameArgument frames) {
        this.templates = templates;
        this.frames = frames;
    }

    @ExceptionHandler
    Page refused(Refusal e, HttpServletRequest request, HttpServletResponse response) {
        return page(e.status(), e.getMessage(), request, response);
    }

    @ExceptionHandler
    Page brokerAway(BrokerFailure e, HttpServletRequest request, HttpServletResponse response) {
        return page(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage(), request, response);
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    Page databaseAway(RuntimeException e, HttpServletRequest request, HttpServletResponse response) {
        log.warn("The database has not answered a question: {}", Reason.of(e));
        return page(HttpStatus.SERVICE_UNAVAILABLE, frames.of(request).text("databaseAway"), request, response);
    }

    @ExceptionHandler({ServletRequestBindingException.class, MethodArgumentTypeMismatchException.class})
    Page wrongAddress(Exception e, HttpServletRequest request, HttpServletResponse response) {
        return page(HttpStatus.BAD_REQUEST, frames.of(request).text("wrongAddress"), request, response);
    }

    @ExceptionHandler
    Page notAllowed(AccessDeniedException e, HttpServletRequest request, HttpServletResponse response) {
        return page(HttpStatus.FORBIDDEN, frames.of(request).text("notAllowed"), request, response);
    }

    private Page page(HttpStatus status, String why, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(status.value());
        return Page.of(templates, "problem", frames.of(request), Map.of("why", why));
    }
}
