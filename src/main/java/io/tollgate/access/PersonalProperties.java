package io.tollgate.access;

import io.tollgate.InvalidConfiguration;
import io.tollgate.text.PersonalData;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What payloads say of people, and who sees it.
 *
 * @param paths where it stands, as {@link PersonalData} takes them
 * @param visibleTo the least of the roles that may see it, when they ask for it
 */
@ConfigurationProperties("tollgate.personal")
public record PersonalProperties(
        @DefaultValue("stripe-objects") List<String> paths,
        @DefaultValue("admin") Role visibleTo) {
    public PersonalProperties {
        data(paths);
    }

    /** Hides it. */
    public PersonalData data() {
        return data(paths);
    }

    private static PersonalData data(List<String> paths) {
        try {
            return new PersonalData(paths);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration("tollgate.personal.paths: " + e.getMessage());
        }
    }
}
