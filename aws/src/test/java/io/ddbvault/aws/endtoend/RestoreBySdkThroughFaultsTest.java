package io.ddbvault.aws.endtoend;

import io.ddbvault.aws.Transport;

/** The same faults where the SDK alone writes. */
class RestoreBySdkThroughFaultsTest extends RestoreThroughFaultsTest {
    @Override
    Transport transport() {
        return Transport.SDK;
    }
}
