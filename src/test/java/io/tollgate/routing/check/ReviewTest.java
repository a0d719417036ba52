package io.tollgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.routing.reload.OfflineRoutes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reviewer of routes must look at is found however it is written, and what is usual is not. */
class ReviewTest {
    private static final String QUEUE_FLOW = """
            - route:
                id: team
                description: Takes messages of a queue
                from:
                  uri: jms:queue:stripe.refunds?transacted=true
                  steps:
            """;

    @TempDir
    Path folder;

    /** @param steps at the end of a flow under the relay */
    private record Written(Rule rule, String steps) {}

    private static Stream<Written> all(Rule rule, String... steps) {
        return Stream.of(steps).map(text -> new Written(rule, text));
    }

    private static String body(String simple) {
        return "- setBody: {simple: {expression: \"" + simple.replace("\"", "\\\"") + "\"}}\n";
    }

    static Stream<Written> environment() {
        return all(
                Rule.ENVIRONMENT,
                "- log: '${sysenv.STRIPE_WEBHOOK_SECRET}'\n",
                "- log: '${sysenv:STRIPE_WEBHOOK_SECRET}'\n",
                "- log: '${env.PATH}'\n",
                "- log: '${env:PATH}'\n",
                "- log: '${sys.user.home}'\n",
                "- log: '$simple{sysenv.PATH}'\n",
                "- log: \"\\x24{sysenv.PATH}\"\n",
                "- log: '${{{a:sysenv}}.PATH}'\n",
                "- log: '${ sysenv.PATH }'\n",
                "- log: {message: x, logName: '${sysenv.PATH}'}\n",
                "- toD: {id: x, uri: log, parameters: {loggerName: '${sysenv.PATH}'}}\n",
                "- to: {id: x, uri: log, parameters: {loggerName: x, description: '${sysenv.PATH}'}}\n",
                "- log: {message: &a '${sysenv.PATH}', logName: x}\n- log: {message: *a}\n",
                "- log: |-\n    x\n    ${sysenv.PATH}\n",
                "- setVariable: {name: 'global:x', simple: '${sysenv.PATH}'}\n",
                "- setHeaders: {headers: [{name: x, simple: '${sysenv.PATH}'}]}\n",
                "- setHeader: {name: x, simple: {expression: '${sysenv.PATH}', resultType: String}}\n",
                "- loop: {simple: '${sysenv.PATH}', steps: [log: x]}\n",
                "- throwException: {exceptionType: java.lang.Exception, message: '${sysenv.PATH}'}\n",
                "- validate: {simple: \"${sysenv.PATH} == 'x'\"}\n",
                "- to: {id: x, uri: 'bean:mailModel?method=process(${sysenv.PATH})'}\n",
                "- setBody: {xpath: {expression: \"function:simple('${sysenv.PATH}')\"}}\n",
                "- log: '${{{?nested=true}}{{a:sysenv}}.PATH}'\n",
                "- log: '{{x:${sysenv.PATH}}}'\n",
                "- log: '{{env:PATH}}'\n",
                "- log: '{{env:NOWHERE:x}}'\n",
                "- log: '{{sys:user.home}}'\n",
                "- log: '{{?env:PATH}}'\n",
                "- log: '{{x:{{env:PATH}}}}'\n",
                "- log: '{{e{{a:nv}}:PATH}}'\n",
                "- log: '{{env?nested=true:PATH}}'\n",
                body("${iif(${header.a} == 'b', '${sysenv.PATH}', 'x')}"),
                "- choice:\n    when:\n      - simple: \"${sysenv.PATH} == 'x'\"\n        steps: [log: x]\n",
                "- split: {simple: '${sysenv.PATH}', steps: [log: x]}\n",
                "- filter: {constant: 'true', steps: [filter: {constant: 'true', steps: [log: '${sysenv.PATH}']}]}\n",
                "- setHeader: {name: '${sysenv.PATH}', constant: x}\n",
                "- setHeader: {name: x, expression: {language: {language: simple, expression: '${sysenv.PATH}'}}}\n",
                "- to: {id: x, uri: sql, parameters: {noop: true, query: \"SELECT CAST(:#${sysenv.PATH} AS text)\"}}\n",
                "- toD: {id: x, uri: 'jms:queue:${sysenv.PATH}'}\n",
                "- to: {id: x, uri: 'jms:queue:a?selector=%24%7Bsysenv.PATH%7D'}\n",
                "- setBody: {jq: {expression: 'env.PATH'}}\n",
                "- setBody: {jq: '$ENV.PATH'}\n",
                "- setBody: {language: {language: jq, expression: env}}\n",
                body("${jq(env.PATH)}"),
                "- setBody: {jsonpath: {expression: '$.${sysenv.PATH}', allowSimple: true}}\n");
    }

    static Stream<Written> secrets() {
        return all(
                Rule.SECRET,
                "- log: '{{STRIPE_WEBHOOK_SECRET:x}}'\n",
                "- log: '{{stripe_webhook_secret_connect:x}}'\n",
                "- log: '{{spring.datasource.password:x}}'\n",
                "- log: '{{SPRING_DATASOURCE_PASSWORD:x}}'\n",
                "- log: '{{Spring.Datasource.Url:x}}'\n",
                "- log: '{{spring.activemq.password:x}}'\n",
                "- log: '{{spring.mail.username:x}}'\n",
                "- log: '{{tollgate.webhook.endpoints.default.secrets:x}}'\n",
                "- log: '{{tollgate.webhook.endpoints[default].secrets:x}}'\n",
                "- log: '{{?spring.datasource.password}}'\n",
                "- log: '{{x:{{spring.datasource.password:y}}}}'\n",
                "- log: '{{spring.datasource.{{x:password}}:y}}'\n",
                "- log: '{{spring.data?nested=truesource.password:x}}'\n",
                "- log: '{{crm.api-key:x}}'\n",
                "- setHeader: {name: team, constant: '{{crm.password:x}}'}\n",
                "- to: {id: x, uri: 'jms:queue:{{crm.token:x}}'}\n",
                "- to: {id: x, uri: 'jms:queue:a?selector={{crm.token:x}}'}\n",
                "- to: {id: x, uri: jms, parameters: {destinationName: x, selector: '{{server.ssl.key-store-password:x}}'}}\n",
                body("${properties:spring.datasource.password}"),
                body("${properties:STRIPE_WEBHOOK_SECRET:x}"),
                body("${propertiesExist:spring.datasource.password}"),
                "- setBody: {xpath: {expression: \"function:properties('spring.datasource.password')\"}}\n");
    }

    static Stream<Written> classes() {
        return all(
                Rule.JAVA_CLASS,
                "- setBody: {method: {beanType: java.lang.Runtime, method: getRuntime}}\n",
                "- bean: {beanType: java.lang.Runtime, method: getRuntime}\n",
                "- bean: {beanType: 'java.lang.Run!time', method: getRuntime}\n",
                "- bean: {beanType: '{{x:java.lang.}}Runtime', method: getRuntime}\n",
                "- to: {id: x, uri: 'class:java.lang.Runtime?method=getRuntime'}\n",
                "- to: {id: x, uri: 'class:java.lang%2ERuntime?method=getRuntime'}\n",
                "- to: {id: x, uri: class, parameters: {beanName: java.lang.Runtime, method: getRuntime}}\n",
                "- toD: {id: x, uri: 'bean:java.lang.Runtime?method=${header.a}'}\n",
                "- process: {ref: '#class:javax.naming.InitialContext'}\n",
                "- process: {ref: '#class:io.tollgate.TollgateApplication'}\n",
                "- process: {ref: '#class:org.springframework.expression.spel.standard.SpelExpressionParser'}\n",
                "- unmarshal: {json: {unmarshalType: java.net.URL}}\n",
                "- convertBodyTo: {type: java.lang.Class}\n",
                "- split: {tokenize: {token: ','}, aggregationStrategy: '#class:java.util.Scanner', steps: [log: x]}\n",
                "- process: {ref: '#type:javax.sql.DataSource'}\n",
                "- setBody: {method: 'java.lang.Runtime?method=getRuntime'}\n",
                "- setHeader: {name: x, simple: {expression: '1', resultType: java.lang.ProcessBuilder}}\n",
                "- to: {id: x, uri: 'sql:SELECT 1?noop=true&dataSource=#class:java.net.URLClassLoader'}\n",
                body("${type:java.lang.Thread.State.NEW}"),
                body("${convertTo(java.lang.Class)}"),
                body("${empty(java.util.Scanner)}"),
                body("${throwException(x,java.lang.Runtime)}"),
                body("${function(java.lang.Runtime)}"),
                body("${attachments.class}"),
                body("${body[0].getClass().getClassLoader()}"),
                body("${type:java.lang.System}"),
                body("${bean:type:java.lang.Runtime?method=getRuntime}"),
                body("${bean:java.lang.Runtime.getRuntime}"),
                body("${bodyAs(java.io.File)}"),
                body("${messageAs(org.apache.camel.Message).exchange.context}"),
                body("${body.getClass}"),
                body("${body.getClass().forName('x')}"),
                body("${body.class.name}"),
                body("${body?.class}"),
                body("${variable.receivedAt.class}"),
                body("${header.a.class}"),
                body("${bodyType}"),
                body("${camelContext.registry}"),
                body("${exchange.context.registry}"),
                body("${exception.exchange.context}"),
                body("${iif(${body} == 'x', '${camelContext.name}', 'y')}"),
                "- setBody: {method: {ref: mailModel, method: getClass}}\n",
                "- to: {id: x, uri: 'bean:mailModel?method=getClass'}\n",
                "- log: '{{bean:mailModel.toString}}'\n");
    }

    static Stream<Written> scripts() {
        return all(
                Rule.SCRIPT,
                "- setBody: {groovy: body.id}\n",
                "- script: {groovy: body.id}\n",
                "- setBody: {expression: {language: {language: groovy, expression: body.id}}}\n",
                "- setBody: {language: {language: js, expression: x}}\n",
                "- setBody: {spel: '#{1 + 1}'}\n",
                "- setBody: {python: x}\n",
                "- filter: {expression: {mvel: {expression: x}}, steps: [log: x]}\n",
                "- setBody: {language: {expression: x, language: ognl}}\n",
                "- toD: {id: x, uri: 'jms:queue:a+language:simple:x'}\n",
                "- enrich: {constant: 'language:simple:x'}\n",
                "- to: {id: x, uri: '{{x:exec}}:ls'}\n",
                "- setBody: {java: x}\n",
                "- to: {id: x, uri: 'exec:ls'}\n",
                "- to: {id: x, uri: exec, parameters: {executable: ls}}\n",
                "- to: {id: x, uri: 'ssh:host'}\n",
                "- to: {id: x, uri: 'language:simple:x'}\n",
                "- to: {id: x, uri: language, parameters: {languageName: simple}}\n",
                "- to: {id: x, uri: 'controlbus:route?routeId=router&action=stop'}\n",
                "- recipientList: {constant: 'jms:queue:a,language:simple:b'}\n",
                "- setHeader: {name: where, constant: 'exec:ls'}\n",
                "- setBody: {constant: 'resource:file:/proc/self/environ'}\n",
                "- setBody: {simple: {expression: 'resource:classpath:x'}}\n",
                "- to: {id: x, uri: 'mustache:x?allowContextMapAll=true'}\n",
                "- to: {id: x, uri: mustache, parameters: {resourceUri: x, allowTemplateFromHeader: true}}\n");
    }

    static Stream<Written> files() {
        return all(
                Rule.LOCAL_FILE,
                "- to: {id: x, uri: 'mustache:file:/proc/self/environ'}\n",
                "- toD: {id: x, uri: 'mustache:file:${header.a}'}\n",
                "- to: {id: x, uri: 'validator:file:../x.xsd'}\n",
                "- to: {id: x, uri: 'file:/tmp/x'}\n",
                "- to: {id: x, uri: 'file:///tmp/x'}\n",
                "- to: {id: x, uri: 'file:lib'}\n",
                "- to: {id: x, uri: 'file:.'}\n",
                "- to: {id: x, uri: 'file:..'}\n",
                "- to: {id: x, uri: 'file:a/../lib'}\n",
                "- to: {id: x, uri: 'file:{{x:/etc}}'}\n",
                "- to: {id: x, uri: 'file:a%2F..%2Flib'}\n",
                "- to: {id: x, uri: 'file:out?fileName=../lib/x.jar'}\n",
                "- to: {id: x, uri: 'file:out?jailStartingDirectory=false'}\n",
                "- to: {id: x, uri: 'file:{{tollgate.data}}'}\n",
                "- to: {id: x, uri: 'file:{{tollgate.data}}/activemq'}\n",
                "- to: {id: x, uri: 'file:{{tollgate.routes}}/templates'}\n",
                "- to: {id: x, uri: file, parameters: {directoryName: /tmp/x}}\n",
                "- to: {id: x, uri: file, parameters: {directoryName: out, fileName: ../lib/x.jar}}\n",
                "- pollEnrich: {constant: 'file:/proc/self?fileName=environ'}\n");
    }

    static Stream<Written> found() {
        return Stream.of(environment(), secrets(), classes(), scripts(), files())
                .flatMap(written -> written);
    }

    @ParameterizedTest
    @MethodSource("found")
    void isFoundInAStep(Written written) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("step", written.steps());

        assertThat(example.check(folder)).extracting(Finding::rule).contains(written.rule());
    }

    static List<String> usual() {
        return List.of(
                "- log: 'sysenv.PATH env:PATH {{team.queue:x}}'\n",
                "- log: {message: x, description: 'Never write ${sysenv.PATH} or java.lang.Runtime'}\n",
                "- setBody: {jq: '.data.object.env'}\n",
                "- log: '{{tollgate.mail.finance}} {{tollgate.routes}}'\n",
                "- log: '${header.class} ${headers.exchange} ${variable.class}'\n",
                body("${variable.event[data][object][class]}"),
                body("${header.a.replace('a','b')} ${exchangeId} ${exception.message}"),
                body("${date:now:yyyy} ${exchangeProperty.x} ${camelId}"),
                "- setBody: {method: {beanType: java.time.Instant, method: now}}\n",
                "- convertBodyTo: {type: java.lang.String}\n",
                "- throwException: {exceptionType: java.lang.IllegalStateException, message: x}\n",
                "- log: {message: 'spring.datasource.password java.lang.Nothing', logName: io.tollgate.TollgateApplication}\n",
                "- to: {id: x, uri: 'mustache:file:{{tollgate.routes}}/templates/charge-refunded.mustache'}\n",
                "- to: {id: x, uri: mustache, parameters: {resourceUri: 'file:{{tollgate.routes}}/templates/charge-refunded.mustache'}}\n",
                "- log: 'see file: no file here'\n",
                "- setHeader: {name: Authorization, constant: 'Bearer {{crm.token:x}}'}\n",
                "- setHeader: {name: X-Api-Key, constant: '{{crm.key:x}}'}\n");
    }

    @ParameterizedTest
    @MethodSource("usual")
    void whatIsUsualIsNot(String steps) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("step", steps);

        assertThat(example.check(folder)).as(steps).isEmpty();
    }

    static List<String> usualBehindAQueue() {
        return List.of(
                "- to: {id: x, uri: 'file:{{tollgate.data}}/archive?fileName=${file:name}'}\n",
                "- to: {id: x, uri: 'file:archive?fileName=${date:file:yyyy}'}\n",
                "- to: {id: x, uri: file, parameters: {directoryName: '{{tollgate.data}}/archive', fileName: a.json}}\n",
                "- to: {id: x, uri: 'smtps://host?username=u&password={{crm.password:x}}&to=a@b'}\n",
                "- to: {id: x, uri: 'smtps://host?username=u&password=RAW({{crm.password:x}})&to=a@b'}\n",
                "- to: {id: x, uri: smtps, parameters: {host: h, password: '{{crm.password:x}}', to: a@b}}\n",
                "- toD: {id: x, uri: 'https://example.com/${header.a}'}\n");
    }

    @ParameterizedTest
    @MethodSource("usualBehindAQueue")
    void whatIsUsualBehindAQueueIsNot(String steps) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("team.camel.yaml", QUEUE_FLOW + steps.indent(8));

        assertThat(example.check(folder)).as(steps).isEmpty();
    }

    static List<String> open() {
        return List.of(
                "- toD: {id: x, uri: '${header.where}'}\n",
                "- toD: {id: x, uri: '${header.where}:queue:x'}\n",
                "- recipientList: {header: where}\n",
                "- setHeader: {name: r, constant: 'direct:rb'}\n- recipientList: {header: r}\n",
                "- recipientList: {simple: 'jms:queue:a,${header.where}'}\n",
                "- wireTap: {uri: '${header.where}'}\n",
                "- routingSlip: {jq: .where}\n",
                "- enrich: {simple: '${header.where}'}\n");
    }

    @ParameterizedTest
    @MethodSource("open")
    void aDestinationThatTheMessageChoosesIsFoundBehindAQueue(String steps) throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("team.camel.yaml", QUEUE_FLOW + steps.indent(8));

        assertThat(example.check(folder)).extracting(Finding::rule).containsExactly(Rule.OPEN_DESTINATION);
    }

    @Test
    void aBeanThatIsAScriptIsFound() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put(
                "a.camel.yaml",
                "- beans:\n    - {name: b, type: java.lang.String, scriptLanguage: groovy, script: x}\n");

        assertThat(example.check(folder)).extracting(Finding::rule).contains(Rule.SCRIPT);
    }

    @Test
    void theWayIntoTheInboxIsLookedAtToo() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put(
                "receive.camel.yaml", "- route: {id: receive, from: {uri: 'timer:x', steps: [log: '${env.PATH}']}}\n");

        assertThat(example.check(folder))
                .extracting(Finding::rule, Finding::file)
                .containsExactly(tuple(Rule.ENVIRONMENT, "receive.camel.yaml"));
    }

    @Test
    void strictRefusesEachWarningAndNamesTheSetting() throws Exception {
        ExampleFolder example = new ExampleFolder();
        example.put("step", "- to: 'jms:queue:x'\n");
        example.check(folder);

        List<Finding> findings = strictly();

        assertThat(findings).extracting(Finding::rule).containsExactly(Rule.STRICT, Rule.MISSING_ID);
        assertThat(findings.get(0).isError()).isTrue();
        assertThat(findings.get(0).message()).contains("tollgate.routes.strict", "TOLLGATE_ROUTES_STRICT");
    }

    @Test
    void strictRunsNothingOfWhatAReviewerMustLookAt() throws Exception {
        Path proof = folder.resolve("proof");
        ExampleFolder example = new ExampleFolder();
        Path routes = folder.resolve("routes");
        String file = "- beans:\n    - name: writer\n      type: '#class:java.io.FileOutputStream'\n"
                + "      constructors: {'0': '" + proof + "'}\n";
        example.put("team.camel.yaml", file + QUEUE_FLOW + "        - process: {ref: writer}\n");

        example.put("receive.camel.yaml", file);
        assertThat(example.check(routes)).extracting(Finding::rule).contains(Rule.JAVA_CLASS);
        assertThat(proof).as("what makes this test one").exists();
        Files.delete(proof);

        assertThat(OfflineRoutes.check(routes, new String[] {"--tollgate.routes.strict=true"}))
                .extracting(Finding::rule)
                .containsOnly(Rule.STRICT, Rule.JAVA_CLASS);
        assertThat(proof).doesNotExist();
    }

    @Test
    void theShippedRoutesAreStrict() {
        assertThat(OfflineRoutes.check(Path.of("routes"), new String[] {"--tollgate.routes.strict=true"}))
                .isEmpty();
    }

    private List<Finding> strictly() {
        return OfflineRoutes.check(folder, new String[] {"--tollgate.routes.strict=true"});
    }
}
