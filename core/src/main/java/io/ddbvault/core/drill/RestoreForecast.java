package io.ddbvault.core.drill;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * How long a restore into the real table would take, and what it would cost, by what a drill measured.
 *
 * @param duration with as many workers, and by the capacity of the table and its indexes where that is limited
 * @param cost in US dollars, by list prices; 0 where the table's capacity is provisioned, and so paid anyway
 * @param remarks what makes the real restore differ from the drill, a sentence each
 */
public record RestoreForecast(Duration duration, BigDecimal cost, List<String> remarks) {
    public RestoreForecast {
        remarks = List.copyOf(remarks);
    }
}
