package io.tollgate.hydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.StripeException;
import com.stripe.model.EventDataClassLookup;
import com.stripe.net.ApiRequest;
import com.stripe.net.ApiResource;
import com.stripe.net.RequestOptions;
import com.stripe.net.StripeResponseGetter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ObjectPathsTest {
    private final ObjectPaths paths = new ObjectPaths();

    /** It asks by the id alone, so where more is needed (the customer of a cash balance) our list says more. */
    @Test
    void areThoseOfStripesLibrary() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (var kind : EventDataClassLookup.classLookup.entrySet()) {
            for (Method method : kind.getValue().getMethods()) {
                if (isRetrieve(method) && !kind.getKey().equals("event")) {
                    expected.put(kind.getKey(), requested(method));
                }
            }
        }
        expected.put("cash_balance", "/v1/customers/{customer}/cash_balance");

        assertThat(expected).hasSizeGreaterThan(90);
        assertThat(paths.all()).containsAllEntriesOf(expected);
        assertThat(paths.all().keySet()).isSubsetOf(EventDataClassLookup.classLookup.keySet());
    }

    private static boolean isRetrieve(Method method) {
        return Modifier.isStatic(method.getModifiers())
                && method.getName().equals("retrieve")
                && List.of(method.getParameterTypes()).equals(List.of(String.class, RequestOptions.class));
    }

    private static String requested(Method retrieve) throws Exception {
        List<String> requests = new ArrayList<>();
        StripeResponseGetter before = ApiResource.getGlobalResponseGetter();
        ApiResource.setGlobalResponseGetter((StripeResponseGetter) Proxy.newProxyInstance(
                ObjectPathsTest.class.getClassLoader(),
                new Class<?>[] {StripeResponseGetter.class},
                (proxy, method, arguments) -> {
                    requests.add(((ApiRequest) arguments[0]).getPath());
                    return null;
                }));
        try {
            retrieve.invoke(null, "ID", null);
        } finally {
            ApiResource.setGlobalResponseGetter(before);
        }
        return requests.get(0).replace("ID", "{id}");
    }

    @Test
    void anIdThatATeamHasChosenIsEncoded() throws StripeException {
        assertThat(paths.of(Map.of("object", "price", "id", "gold/plan 2?x=ä")))
                .isEqualTo("/v1/prices/gold%2Fplan%202%3Fx%3D%C3%A4");
    }

    @Test
    void somePathsTakeMoreThanTheId() {
        assertThat(paths.of(Map.of("object", "transfer_reversal", "id", "trr_1", "transfer", Map.of("id", "tr_1"))))
                .isEqualTo("/v1/transfers/tr_1/reversals/trr_1");
        assertThat(paths.of(Map.of("object", "balance"))).isEqualTo("/v1/balance");
    }

    @Test
    void whatHasNoPathIsASentence() {
        for (Map<String, String> object : List.of(
                Map.of("object", "discount", "id", "di_1"),
                Map.of("id", "x"),
                Map.of("object", "person", "id", "person_1"),
                Map.of("object", "charge", "id", ".."),
                Map.of("object", "charge"))) {
            assertThatThrownBy(() -> paths.of(object))
                    .isInstanceOfSatisfying(
                            NotHydrated.class,
                            none -> assertThat(none.isInVain()).isTrue())
                    .hasMessageContaining("use what the event says");
        }
    }
}
