package io.ddbvault.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.TableNamePattern.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableNamePatternTest {
    @ParameterizedTest(name = "{0}: {1} in {2} is {3}")
    @CsvSource({
        "mfa-api_{environment}_{type}_global, mfa-api_production_u2f_global, production, SAME_ENVIRONMENT",
        "mfa-api_{environment}_{type}_global, mfa-api_staging_u2f_global, production, OTHER_ENVIRONMENT",
        "mfa-api_{environment}_{type}_global, mfa-api_production_u_2_f_global, production, SAME_ENVIRONMENT",
        "mfa-api_{environment}_{type}_global, mfa-api_pre_production_u2f_global, pre_production, SAME_ENVIRONMENT",
        "mfa-api_{environment}_{type}_global, mfa-api_production__global, production, NO_MATCH",
        "mfa-api_{environment}_{type}_global, orders, production, NO_MATCH",
        "mfa-api_{environment}_{type}_global, xmfa-api_production_u2f_global, production, NO_MATCH",
        "mfa-api_{environment}_{type}_global, mfa-api_production_u2f_globalx, production, NO_MATCH",
        "mfa-api_{environment}_{type}_global, mfa-api_Production_u2f_global, production, OTHER_ENVIRONMENT",
        "{environment}.{type}, prod.orders, prod, SAME_ENVIRONMENT",
        "{environment}.{type}, prod-orders, prod, NO_MATCH",
        "{environment}.{type}, pr.d.orders, pr.d, SAME_ENVIRONMENT",
        "{environment}-{type}, prodX-orders, prod.*, OTHER_ENVIRONMENT",
        "{type}-{environment}, orders-prod, prod, SAME_ENVIRONMENT",
        "orders-{environment}, orders-prod, dev, OTHER_ENVIRONMENT",
        "'', anything, prod, NOT_CHECKED",
        "' ', anything, prod, NOT_CHECKED"
    })
    void tellsFromATablesNameWhoseItIs(String pattern, String table, String environment, Verdict verdict) {
        assertThat(new TableNamePattern(pattern).check(table, environment)).isEqualTo(verdict);
    }
}
