package io.ddbvault.deploy.machines;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What Lambda's Invoke calls. */
@FunctionalInterface
interface InvokedFunction {
    /**
     * What Invoke answers.
     *
     * @param status of HTTP: 200 if the function was called
     * @param error whether the function threw or died
     */
    record Outcome(int status, boolean error, byte[] payload) {
        static Outcome answer(byte[] payload) {
            return new Outcome(200, false, payload);
        }

        static Outcome failure(byte[] payload) {
            return new Outcome(200, true, payload);
        }

        /** More calls at a time than the account may have. */
        static Outcome throttled() {
            return new Outcome(
                    429,
                    false,
                    "{\"Type\":\"User\",\"Reason\":\"ConcurrentInvocationLimitExceeded\",\"message\":\"Rate Exceeded.\"}"
                            .getBytes(UTF_8));
        }
    }

    Outcome invoke(byte[] event) throws InterruptedException;
}
