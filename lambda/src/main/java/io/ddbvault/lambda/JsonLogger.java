package io.ddbvault.lambda;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Warnings and errors alone. What a backup logs comes to {@link CallLog} as events, and would be told twice. */
final class JsonLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private static final String TOLD_AS_EVENTS = "io.ddbvault.backup";

    private final boolean enabled;

    JsonLogger(String name) {
        this.name = name;
        this.enabled = !name.equals(TOLD_AS_EVENTS);
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isWarnEnabled() {
        return enabled;
    }

    @Override
    public boolean isErrorEnabled() {
        return enabled;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        String text = String.valueOf(MessageFormatter.basicArrayFormat(message, arguments));
        LogLine line = (level == Level.ERROR ? LogLine.error(text) : LogLine.warn(text)).with("logger", name);
        if (failure != null) {
            line.with(failure);
        }
        line.print();
    }
}
