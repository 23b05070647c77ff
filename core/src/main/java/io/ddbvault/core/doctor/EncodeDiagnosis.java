package io.ddbvault.core.doctor;

import io.ddbvault.core.doctor.Finding.Level;
import io.ddbvault.core.model.Answer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A diagnosis as the answer that scripts get. Pure. */
public final class EncodeDiagnosis {
    private EncodeDiagnosis() {}

    public static Answer encode(Diagnosis diagnosis) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        for (Level level : Level.values()) {
            body.put("checks_" + level.name().toLowerCase(Locale.ROOT), diagnosis.count(level));
        }
        body.put(
                "checks",
                diagnosis.findings().stream().map(EncodeDiagnosis::finding).collect(Collectors.toList()));
        return new Answer(statusCode(diagnosis), body);
    }

    private static int statusCode(Diagnosis diagnosis) {
        if (diagnosis.isBlind()) {
            return Answer.NOTHING;
        }
        return diagnosis.count(Level.FAIL) > 0 ? Answer.PARTLY : Answer.OK;
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("check", finding.check());
        fields.put("result", finding.level().name());
        fields.put("found", finding.found());
        if (finding.fix() != null) {
            fields.put("fix", finding.fix());
        }
        return fields;
    }
}
