package io.tollgate.access;

import io.tollgate.text.PersonalData;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hides what payloads say of people, as the settings have it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PersonalProperties.class)
public class PersonalDataConfiguration {
    @Bean
    PersonalData personalData(PersonalProperties settings) {
        return settings.data();
    }
}
