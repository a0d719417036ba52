package io.tollgate.routing.format;

import io.tollgate.routing.format.CamelSchema.Type;
import io.tollgate.routing.format.Mapping.Pair;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Writes out what Camel lets one leave out, as editors do, and puts what a step is called before what is inside of it. */
final class LongForms {
    /** Nothing in them is a route; Camel's schema has no more than their names. */
    private static final Set<String> AS_THEY_ARE = Set.of("beans");

    private static final List<String> FIRST = List.of("id", "description");
    private static final List<String> ADDRESS = List.of("uri", "parameters");
    private static final List<String> LAST =
            List.of("expression", "steps", "when", "otherwise", "doCatch", "doFinally", "onFallback", "from");

    private final CamelSchema schema;
    private final Addresses addresses;

    LongForms(CamelSchema schema, Addresses addresses) {
        this.schema = schema;
        this.addresses = addresses;
    }

    /** @param file a list of routes and the like; it is changed */
    void apply(Listing file) {
        for (Part item : file.items()) {
            if (item instanceof Mapping mapping && mapping.pairs().size() == 1) {
                Pair pair = mapping.pairs().get(0);
                if (!AS_THEY_ARE.contains(pair.name())) {
                    mapping.pairs().set(0, top(pair));
                }
            }
        }
    }

    private Pair top(Pair pair) {
        if (!pair.name().equals("from")) {
            return pair.with(part(pair.value(), schema.top().option(pair.name())));
        }
        Pair from = pair.with(part(pair.value(), schema.top().option("route").option("from")));
        return around("route", from);
    }

    private static Pair around(String name, Pair pair) {
        Pair around = new Pair(Scalar.plain(name), Mapping.of(pair), new Remarks());
        around.remarks().before().addAll(pair.remarks().before());
        pair.remarks().before().clear();
        return around;
    }

    private Part part(Part part, Type type) {
        if (part instanceof Scalar scalar
                && !scalar.isNothing()
                && type.optionOfText().isPresent()) {
            return part(written(scalar, type.optionOfText().get()), type);
        }
        if (part instanceof Listing list) {
            list.items().replaceAll(item -> part(item, type.item()));
        } else if (part instanceof Mapping mapping && type.isKnown()) {
            mapping.pairs().replaceAll(pair -> expression(pair, mapping, type));
            if (type.hasAddress()) {
                addresses.split(mapping);
            }
            mapping.pairs().replaceAll(pair -> pair.with(part(pair.value(), type.option(pair.name()))));
            mapping.pairs().sort(Comparator.comparingInt(pair -> rank(pair.name(), type)));
        }
        return part;
    }

    /** The text as the value of that option; what stands above it stays there. */
    private static Mapping written(Scalar text, String option) {
        Remarks beside = new Remarks();
        beside.beside().addAll(text.remarks().beside());
        Mapping written = Mapping.of(Pair.of(option, new Scalar(text.value(), text.isPlain(), text.folds(), beside)));
        written.remarks().before().addAll(text.remarks().before());
        written.remarks().after().addAll(text.remarks().after());
        return written;
    }

    private static Pair expression(Pair pair, Mapping step, Type type) {
        return type.isExpressionOfStep(pair.name()) && !step.has("expression") ? around("expression", pair) : pair;
    }

    private static int rank(String option, Type type) {
        int first = FIRST.indexOf(option);
        int address = type.hasAddress() ? ADDRESS.indexOf(option) : -1;
        int last = option.equals("expression") && !type.hasExpression() ? -1 : LAST.indexOf(option);
        if (first >= 0) {
            return first - FIRST.size() - ADDRESS.size();
        }
        return address >= 0 ? address - ADDRESS.size() : last + 1;
    }
}
