package io.ddbvault.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;

/** A call for tests within one process. */
@SuppressWarnings("NullAway")
final class CallOfTest implements Context {
    private final Duration left;

    /** With fifteen minutes left. */
    CallOfTest() {
        this(Duration.ofMinutes(15));
    }

    CallOfTest(Duration left) {
        this.left = left;
    }

    @Override
    public String getAwsRequestId() {
        return "request-of-test";
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/ddbvault";
    }

    @Override
    public String getLogStreamName() {
        return "stream";
    }

    @Override
    public String getFunctionName() {
        return "ddbvault";
    }

    @Override
    public String getFunctionVersion() {
        return "7";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:eu-west-1:111122223333:function:ddbvault";
    }

    @Override
    public CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) left.toMillis();
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }

    @Override
    public LambdaLogger getLogger() {
        throw new UnsupportedOperationException("the functions log to standard output");
    }
}
